/** @file How a run of the program freezes what it backs up: snapshots of Windows, or none. */
import { createNoSourceSnapshots } from '../platform/node/no-source-snapshots.ts';
import type { CommandRunner } from '../platform/ports/command-runner.ts';
import type { Log } from '../platform/ports/log.ts';
import type { SourceSnapshots } from '../platform/ports/source-snapshot.ts';
import { createPowerShell } from '../platform/windows/powershell/power-shell.ts';
import { createWindowsPrerequisites } from '../platform/windows/windows-prerequisites.ts';
import { createWindowsSourceSnapshots } from '../platform/windows/windows-source-snapshots.ts';

export interface SourceSnapshotChoice {
  readonly commands: CommandRunner;
  /** File that remembers snapshots over a crash. */
  readonly journalPath: string;
  /** `process.platform` and `SystemRoot` of this computer. */
  readonly system: { readonly platform: string; readonly systemRoot: string | undefined };
}

/** Practice mode has real ones too: it really reads the files of this computer. */
export function chooseSourceSnapshots({
  commands,
  journalPath,
  system,
}: SourceSnapshotChoice): SourceSnapshots {
  if (system.platform !== 'win32') return createNoSourceSnapshots();
  const powerShell = createPowerShell({ commands, systemRoot: system.systemRoot });
  return createWindowsSourceSnapshots({
    powerShell,
    prerequisites: createWindowsPrerequisites(powerShell),
    journalPath,
    // The clock of the computer, not that of practice: Windows stamps snapshots with it.
    now: () => new Date(),
  });
}

/** Releases what a crashed run left. Never fails: snapshots that stay are tried again at the next start. */
export async function releaseLeftOverSnapshots(snapshots: SourceSnapshots, log: Log): Promise<void> {
  try {
    const released = await snapshots.releaseLeftOvers();
    if (released > 0) log.info({ released }, 'snapshots of an earlier run released');
  } catch (error) {
    log.warn({ error }, 'snapshots of an earlier run are still there');
  }
}

import { type Machine, readMachine } from '../platform/node/machine.ts';
import type { CommandRunner } from '../platform/ports/command-runner.ts';
import type { Log } from '../platform/ports/log.ts';
import { createPowerShell } from '../platform/windows/powershell/power-shell.ts';
import { createWindowsPrerequisites } from '../platform/windows/windows-prerequisites.ts';

/** The window waits for the answer; a system that takes longer has other troubles, and the wizard then says nothing rather than guess. */
const patienceMilliseconds = 8000;

/**
 * This computer, on Windows with what only Windows can tell: whether it is a virtual machine, whose disks must be prepared elsewhere (R116).
 * Never fails.
 */
export async function readHostMachine(parts: {
  readonly commands: CommandRunner;
  readonly log: Log;
  /** `process.platform` and `SystemRoot` of this computer. */
  readonly system: { readonly platform: string; readonly systemRoot: string | undefined };
}): Promise<Machine> {
  const { commands, log, system } = parts;
  const machine = await readMachine();
  if (system.platform !== 'win32') return machine;
  const prerequisites = createWindowsPrerequisites(
    createPowerShell({ commands, systemRoot: system.systemRoot }),
  );
  try {
    const facts = await prerequisites.read(AbortSignal.timeout(patienceMilliseconds));
    log.info({ ...facts }, 'this Windows');
    return { ...machine, isVirtualMachine: facts.isVirtualMachine };
  } catch (error) {
    log.warn({ error }, 'Windows did not tell what computer this is');
    return machine;
  }
}

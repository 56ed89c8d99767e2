/** @file Tries what the program does with Windows, one thing at a time (docs/windows-manual-test.md). Only `prepare` changes a disk. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { judgeDisks } from '../../../src-shared/domain/disk-findings.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { createNodeCommandRunner } from '../../platform/node/node-command-runner.ts';
import { createPowerShell, windowsPowerShellPath } from '../../platform/windows/powershell/power-shell.ts';
import { pathInSnapshot, volumeRootOf } from '../../platform/windows/snapshot-path.ts';
import { createWindowsDiskPlatform } from '../../platform/windows/windows-disk-platform.ts';
import { createWindowsFileMetadata } from '../../platform/windows/windows-file-metadata.ts';
import { createWindowsPrerequisites } from '../../platform/windows/windows-prerequisites.ts';
import { createWindowsSourceSnapshots } from '../../platform/windows/windows-source-snapshots.ts';
import { explainFailedStart } from '../explain-error.ts';
import { rehearseDrive } from './rehearse-drive.ts';

const usage = `Usage: npx node src-main/hosts/console/windows-check.ts <what>

  prerequisites       rights, BitLocker, edition, virtual machine
  list                every disk with its findings
  prepare <number>    ERASES disk <number>: format, encrypt, write, lock, unlock, compare
  snapshot <folder>   makes a snapshot of its volume, lists the folder in it, releases it
  metadata <path>...  attributes, access list, streams of files
`;

const systemRoot = process.env.SystemRoot ?? '';
const commands = createNodeCommandRunner();
const powerShell = createPowerShell({ commands, systemRoot });
const prerequisites = createWindowsPrerequisites(powerShell);

const print = (value: unknown): void => console.log(JSON.stringify(value, null, 2));

async function list(): Promise<void> {
  const facts = await createWindowsDiskPlatform({ powerShell }).listDisks();
  print(judgeDisks(facts, { stagingPaths: [], sourcePaths: [], drivesOfOtherJobs: [], isPractice: false }));
}

async function prepare(number: number): Promise<void> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const { recoveryPassword } = await rehearseDrive({
      platform: createWindowsDiskPlatform({ powerShell }),
      number,
      isPractice: false,
      ask: (question) => lines.question(question),
      say: (line) => console.log(line),
    });
    console.log(`Recovery password of this test drive: ${recoveryPassword}`);
  } finally {
    lines.close();
  }
}

async function snapshot(folder: string): Promise<void> {
  const state = await mkdtemp(join(tmpdir(), 'wizard-check-'));
  const snapshots = createWindowsSourceSnapshots({
    powerShell,
    prerequisites,
    journalPath: join(state, 'snapshots.json'),
    now: () => new Date(),
  });
  print(await snapshots.availability());
  const root = volumeRootOf(folder);
  if (root === undefined) throw new Error(`${folder} lies on no volume of this computer`);
  const made = await snapshots.create([root]);
  try {
    const path = pathInSnapshot(folder, made) ?? '';
    print({ made, path, names: (await readdir(path)).slice(0, 20) });
    print(await createWindowsFileMetadata({ powerShell, commands, systemRoot }).read([path]));
  } finally {
    for (const { id } of made) await snapshots.release(id);
    await rm(state, { recursive: true });
  }
  console.log('released');
}

const [what, ...rest] = process.argv.slice(2);
const [first = ''] = rest;
try {
  windowsPowerShellPath(process.env.SystemRoot);
  if (what === 'prerequisites') print(await prerequisites.read());
  else if (what === 'list') await list();
  else if (what === 'prepare' && /^\d+$/.test(first)) await prepare(Number(first));
  else if (what === 'snapshot' && first !== '') await snapshot(first);
  else if (what === 'metadata' && first !== '') {
    print(await createWindowsFileMetadata({ powerShell, commands, systemRoot }).read(rest));
  } else {
    console.error(usage);
    process.exitCode = 2;
  }
} catch (error) {
  console.error(explainFailedStart(error, 'en'));
  if (error instanceof AppError) console.error(`  (${error.code})`);
  process.exitCode = 1;
}

/** @file Ours and its peers as commands: the same files from the same folder onto folders that stand for drives. */
import path from 'node:path';
import { requireProgram } from '../process/find-program.ts';
import type { Command, Pipeline } from '../process/pipeline.ts';
import type { DisksWork } from './disks-work.ts';
import type { Volumes } from './volumes.ts';

/** @param program what `buildOurs` made of `run-disks` */
export const disksCommand = (work: DisksWork, program: string): readonly Pipeline[] => [
  [{ program: process.execPath, arguments: [program, JSON.stringify(work)] }],
];

const pathsIn = (folder: string, { files }: Volumes): readonly string[] =>
  files.map(({ name }) => path.join(folder, name));

/** What an operator does by hand to be sure of a copy. */
export function md5AndCopy(volumes: Volumes, drive: string): readonly Pipeline[] {
  const sum = (folder: string): Command => ({
    program: requireProgram('md5sum'),
    arguments: pathsIn(folder, volumes),
  });
  return [
    [sum(volumes.folder)],
    [{ program: requireProgram('cp'), arguments: [...pathsIn(volumes.folder, volumes), `${drive}/`] }],
    [{ program: requireProgram('sync'), arguments: [] }],
    [sum(drive)],
  ];
}

const blockSize = 'bs=4M';

/** What the device itself can do: every byte written and read once, past the system cache, nothing hashed. */
export function directWriteAndRead(
  volumes: Volumes,
  drive: string,
  hasDirectAccess: boolean,
): readonly Pipeline[] {
  const program = requireProgram('dd');
  const direct = (flag: string): readonly string[] => (hasDirectAccess ? [flag] : []);
  const steps = (list: (name: string) => readonly string[]): readonly Pipeline[] =>
    volumes.files.map(({ name }) => [{ program, arguments: [...list(name), blockSize, 'status=none'] }]);
  return [
    ...steps((name) => [
      `if=${path.join(volumes.folder, name)}`,
      `of=${path.join(drive, name)}`,
      ...direct('oflag=direct'),
    ]),
    ...steps((name) => [`if=${path.join(drive, name)}`, 'of=/dev/null', ...direct('iflag=direct')]),
  ];
}

/** Reads all files once, so that every tool finds them in memory. */
export const warmUp = (volumes: Volumes): Pipeline => [
  { program: requireProgram('cat'), arguments: pathsIn(volumes.folder, volumes) },
  { program: requireProgram('tail'), arguments: ['-c', '1'] },
];

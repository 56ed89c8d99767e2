/** @file Main process: snapshots of the volumes a backup reads, held while it runs. */
import { resolve } from 'node:path';
import type { BackupItem } from '../../src-shared/domain/initiate-draft.ts';
import type { TaskWarning } from '../../src-shared/domain/tasks.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { WorkControl } from '../jobs/task-control.ts';
import type { Log } from '../platform/ports/log.ts';
import type { NoSnapshotReason, SourceSnapshots, VolumeSnapshot } from '../platform/ports/source-snapshot.ts';
import type { ReadPaths } from './scan/source-root.ts';

/** Where to read the source, and what the operator has to know about it. Goes to the worker thread. */
export interface FrozenSource {
  /** Items that are read in a snapshot; the others are read as they are, and files that change meanwhile are told. */
  readonly readPaths: ReadPaths;
  readonly warnings: readonly TaskWarning[];
}

export interface FrozenSourceParts {
  readonly snapshots: SourceSnapshots;
  readonly log: Log;
  readonly items: readonly BackupItem[];
  readonly control: Pick<WorkControl, 'signal' | 'setPhase'>;
}

const longestPath = 32_767;

/** Systems without snapshots, where nobody expects any, are no reason for a warning. */
const warningCodes: Record<NoSnapshotReason, TaskWarning['code'] | undefined> = {
  notWindows: undefined,
  notElevated: 'snapshot.notElevated',
  serviceMissing: 'snapshot.serviceMissing',
};

function warning(code: TaskWarning['code'], paths: readonly string[], reason = ''): TaskWarning {
  return { code, path: paths.join(', ').slice(0, longestPath), reason };
}

const reasonOf = (error: unknown): string =>
  error instanceof AppError ? [error.code, error.params?.result].filter(Boolean).join(' ') : String(error);

/** Snapshots of as many volumes as can be had; each failure is a warning, since a backup of most files is better than none. */
async function takeSnapshots(
  { snapshots, log, control }: FrozenSourceParts,
  volumes: readonly string[],
  made: VolumeSnapshot[],
): Promise<readonly TaskWarning[]> {
  const warnings: TaskWarning[] = [];
  for (const volume of volumes) {
    try {
      made.push(...(await snapshots.create([volume], control.signal)));
    } catch (error) {
      control.signal.throwIfAborted();
      log.warn({ volume, error }, 'no snapshot; the volume is read as it is');
      warnings.push(warning('snapshot.failed', [volume], reasonOf(error).slice(0, 512)));
    }
  }
  return warnings;
}

async function freeze(parts: FrozenSourceParts, made: VolumeSnapshot[]): Promise<FrozenSource> {
  const { snapshots, log, items, control } = parts;
  const paths = [...new Set(items.map(({ path }) => resolve(path)))];
  const volumeOf = (path: string): string | undefined => snapshots.volumeOf(path);
  const volumes = [...new Set(paths.map(volumeOf).filter((volume) => volume !== undefined))];
  const availability = await snapshots.availability(control.signal).catch((error: unknown) => {
    control.signal.throwIfAborted();
    log.warn({ error }, 'the system does not tell whether it has snapshots');
    return { isAvailable: false, reason: 'serviceMissing' } as const;
  });
  if (!availability.isAvailable) {
    const code = warningCodes[availability.reason];
    return { readPaths: {}, warnings: code === undefined ? [] : [warning(code, paths)] };
  }
  const shares = paths.filter((path) => volumeOf(path) === undefined);
  const failures = await takeSnapshots(parts, volumes, made);
  const found = paths.map((path) => [path, snapshots.pathIn(path, made)] as const);
  return {
    readPaths: Object.fromEntries(found.filter((pair): pair is [string, string] => pair[1] !== undefined)),
    warnings: [...failures, ...(shares.length === 0 ? [] : [warning('snapshot.share', shares)])],
  };
}

/**
 * Runs `work` while the volumes of the selection are frozen, as far as that can be had. Snapshots are released however it ends; one
 * that cannot be is in the journal of the port and goes at the next start.
 * @throws what `work` throws, and what stopped the control
 */
export async function whileFrozen<Value>(
  parts: FrozenSourceParts,
  work: (source: FrozenSource) => Promise<Value>,
): Promise<Value> {
  const made: VolumeSnapshot[] = [];
  parts.control.setPhase('takingSnapshot');
  try {
    return await work(await freeze(parts, made));
  } finally {
    for (const { id, volume } of made) {
      await parts.snapshots.release(id).catch((error: unknown) => {
        parts.log.warn({ volume, error }, 'a snapshot was not released; it goes at the next start');
      });
    }
  }
}

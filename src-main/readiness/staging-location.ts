import { randomUUID } from 'node:crypto';
import { open, rm, stat, statfs } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { InitiateDraft } from '../../src-shared/domain/initiate-draft.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { ErrorCode } from '../../src-shared/errors/codes.ts';
import { systemErrorCode } from '../platform/node/unexpected-error.ts';
import { openSourceRoots, refuseStagingInsideSource } from '../staging/scan/source-root.ts';

export interface StagingLocationFacts {
  readonly freeBytes: number;
  /** Name of the file system; empty when the system does not tell. */
  readonly fileSystem: string;
  readonly isNetworkPath: boolean;
}

/** Magic numbers of statfs(2) on Linux; Windows answers 0. */
const fileSystemNames: ReadonlyMap<number, string> = new Map([
  [0xef53, 'ext4'],
  [0x58465342, 'XFS'],
  [0x9123683e, 'Btrfs'],
  [0x01021994, 'tmpfs'],
  [0x65735546, 'FUSE'],
  [0x5346544e, 'NTFS'],
  [0x7366746e, 'NTFS'],
  [0x4d44, 'FAT'],
  [0x2011bab0, 'exFAT'],
  [0x6969, 'NFS'],
  [0xff534d42, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0x794c7630, 'overlay'],
  [0x2fc12fc1, 'ZFS'],
]);
const networkFileSystems: ReadonlySet<string> = new Set(['NFS', 'SMB']);

function stagingError(
  code: ErrorCode,
  params: Readonly<Record<string, string | number>>,
  cause?: unknown,
): AppError {
  return new AppError({
    kind: 'environment',
    code,
    params,
    field: 'stagingLocation',
    retry: 'choose-again',
    cause,
  });
}

/** @throws AppError `staging.pathUnknown` unless the path is absolute and names a folder that can be reached */
export async function requireFolder(path: string): Promise<void> {
  try {
    if (isAbsolute(path) && (await stat(path)).isDirectory()) return;
  } catch (error) {
    throw stagingError('staging.pathUnknown', { path, reason: systemErrorCode(error) ?? '' }, error);
  }
  throw stagingError('staging.pathUnknown', { path, reason: isAbsolute(path) ? 'ENOTDIR' : '' });
}

/** Proves by writing: permission bits lie on shares. @throws AppError `staging.notWritable` */
export async function requireWritable(path: string): Promise<void> {
  const probe = join(path, `.offline-backup-${randomUUID()}.tmp`);
  try {
    const handle = await open(probe, 'wx', 0o600);
    try {
      await handle.writeFile('probe');
    } finally {
      await handle.close();
      await rm(probe, { force: true });
    }
  } catch (error) {
    const reason = systemErrorCode(error) ?? '';
    if (reason === 'ENOSPC' || reason === 'EDQUOT')
      throw stagingError('staging.noSpace', { path, missingBytes: 0 }, error);
    throw stagingError('staging.notWritable', { path, reason }, error);
  }
}

export async function stagingLocationFacts(path: string): Promise<StagingLocationFacts> {
  const { bavail, bsize, type } = await statfs(path);
  const fileSystem = fileSystemNames.get(type >>> 0) ?? '';
  return {
    freeBytes: Math.min(bavail * bsize, Number.MAX_SAFE_INTEGER),
    fileSystem,
    isNetworkPath: /^(\\\\|\/\/)[^\\/?.]/.test(path) || networkFileSystems.has(fileSystem),
  };
}

/** The selection must not back its own staging up. An item that is gone has its own error later and is passed over here. */
export function requireOutsideSource(path: string, draft: Pick<InitiateDraft, 'items' | 'exclusions'>): void {
  for (const item of draft.items) {
    try {
      refuseStagingInsideSource(openSourceRoots([item], draft.exclusions), draft.exclusions, path);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'staging.sourceGone') throw error;
    }
  }
}

/**
 * All that can be told about a staging location before the backup runs.
 * @param neededBytes least space the backup will take, when an estimate is known
 * @throws AppError `staging.pathUnknown`, `staging.notWritable`, `staging.insideSource`, `staging.noSpace`
 */
export async function checkStaging(
  path: string,
  draft: Pick<InitiateDraft, 'items' | 'exclusions'>,
  neededBytes = 1,
): Promise<StagingLocationFacts> {
  await requireFolder(path);
  requireOutsideSource(path, draft);
  await requireWritable(path);
  const facts = await stagingLocationFacts(path);
  if (facts.freeBytes < neededBytes) {
    throw stagingError('staging.noSpace', { path, missingBytes: neededBytes - facts.freeBytes });
  }
  return facts;
}

import { constants, type Dirent } from 'node:fs';
import { access, lstat, opendir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { FileEntry } from '../../src-shared/contract/app-calls.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { systemErrorCode } from '../platform/node/unexpected-error.ts';
import { listVolumes } from './volumes.ts';

/** Most entries in one answer (contract). */
const mostEntries = 10_000;
/** Most names that are read to sort them; a folder beyond that shows its first ones. */
const mostNames = 200_000;
const statsAtOnce = 64;

export interface FileList {
  readonly entries: readonly FileEntry[];
  readonly truncated: boolean;
}

/** Browsing of this computer for the item tree and for path boxes. */
export interface FilesService {
  /**
   * @param path absolute folder; absent: the volumes of this computer
   * @throws AppError `folder.notFound`, `folder.notReadable`
   */
  list(path?: string): Promise<FileList>;
}

function kindOf(entry: Dirent): FileEntry['kind'] {
  if (entry.isDirectory()) return 'folder';
  if (entry.isFile()) return 'file';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const rank = (entry: Dirent): number => (entry.isDirectory() ? 0 : 1);

async function readNames(path: string): Promise<{ readonly names: Dirent[]; readonly isCut: boolean }> {
  const names: Dirent[] = [];
  for await (const entry of await opendir(path, { bufferSize: 1024 })) {
    if (names.length === mostNames) return { names, isCut: true };
    names.push(entry);
  }
  return { names, isCut: false };
}

/** Facts of one entry. One that cannot be looked at is shown as unreadable, not left out. */
export async function describeEntry(folder: string, entry: Dirent): Promise<FileEntry> {
  const path = join(folder, entry.name);
  const kind = kindOf(entry);
  const base = { name: entry.name.slice(0, 1024), path, kind };
  try {
    const needed = kind === 'folder' ? constants.R_OK | constants.X_OK : constants.R_OK;
    const [stats] = await Promise.all([lstat(path), kind === 'link' ? undefined : access(path, needed)]);
    return { ...base, sizeBytes: kind === 'file' ? stats.size : 0, readable: true };
  } catch {
    return { ...base, sizeBytes: 0, readable: false };
  }
}

function listFailure(path: string, cause: unknown): AppError {
  const code = systemErrorCode(cause);
  const isMissing = code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG';
  return new AppError({
    kind: isMissing ? 'user' : 'environment',
    code: isMissing ? 'folder.notFound' : 'folder.notReadable',
    params: { path, reason: code ?? 'unknown' },
    field: 'path',
    retry: 'choose-again',
    cause,
  });
}

async function listFolder(path: string): Promise<FileList> {
  if (!isAbsolute(path) || path.includes('\0'))
    throw listFailure(path, Object.assign(new Error('Not an absolute path'), { code: 'ENOENT' }));
  const { names, isCut } = await readNames(path).catch((error: unknown) => {
    throw listFailure(path, error);
  });
  names.sort((left, right) => rank(left) - rank(right) || byName.compare(left.name, right.name));
  const shown = names.slice(0, mostEntries);
  const entries: FileEntry[] = [];
  for (let start = 0; start < shown.length; start += statsAtOnce) {
    const part = shown.slice(start, start + statsAtOnce);
    entries.push(...(await Promise.all(part.map((entry) => describeEntry(path, entry)))));
  }
  return { entries, truncated: isCut || names.length > shown.length };
}

export function createFilesService(): FilesService {
  return {
    list: async (path) =>
      path === undefined ? { entries: await listVolumes(), truncated: false } : listFolder(path),
  };
}

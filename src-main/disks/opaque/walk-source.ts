/** @file Main process: every file of a folder that another program wrote. Reads names and lengths only. */
import { constants, type Dirent } from 'node:fs';
import { access, lstat, readdir, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { mostOpaqueFiles, type OpaqueFile } from '../../../src-shared/domain/opaque-rules.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { systemErrorCode } from '../../platform/node/unexpected-error.ts';

/** Files looked at side by side: a network share answers each question slowly. */
const looksAtOnce = 32;

async function requireFolder(path: string): Promise<void> {
  const found = isAbsolute(path) ? await stat(path).catch(() => undefined) : undefined;
  if (found?.isDirectory() === true) return;
  throw new AppError({
    kind: 'user',
    code: 'staging.pathUnknown',
    params: { path },
    field: 'sourcePath',
    retry: 'choose-again',
  });
}

/** Folders that cannot be listed and things that are neither file nor folder are named, never left out in silence. */
async function lookAt(folder: string, name: string, entry: Dirent): Promise<OpaqueFile> {
  if (!entry.isFile()) return { name, bytes: 0, problem: 'notAFile' };
  try {
    const path = join(folder, name);
    const [{ size }] = await Promise.all([lstat(path), access(path, constants.R_OK)]);
    return { name, bytes: size };
  } catch {
    return { name, bytes: 0, problem: 'unreadable' };
  }
}

/**
 * Files below a folder in order of name, with `/` between the parts. Empty folders do not count: a container has none.
 * @throws AppError `staging.pathUnknown`, `folder.notReadable`, `opaque.tooManyFiles`, `opaque.folderEmpty`
 */
export async function walkSource(sourcePath: string): Promise<OpaqueFile[]> {
  await requireFolder(sourcePath);
  const files: OpaqueFile[] = [];
  const folders = [''];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    const base = folder === '' ? '' : `${folder}/`;
    const entries = await readdir(join(sourcePath, folder), { withFileTypes: true }).catch(
      (error: unknown) => {
        if (folder !== '') return undefined;
        const reason = systemErrorCode(error) ?? '';
        const params = { path: sourcePath, reason };
        throw new AppError({ kind: 'environment', code: 'folder.notReadable', params, field: 'sourcePath' });
      },
    );
    if (entries === undefined) {
      files.push({ name: folder, bytes: 0, problem: 'unreadable' });
      continue;
    }
    folders.push(...entries.filter((entry) => entry.isDirectory()).map(({ name }) => base + name));
    const others = entries.filter((entry) => !entry.isDirectory());
    if (files.length + others.length > mostOpaqueFiles) throw tooMany(sourcePath);
    for (let start = 0; start < others.length; start += looksAtOnce) {
      const part = others.slice(start, start + looksAtOnce);
      files.push(...(await Promise.all(part.map((entry) => lookAt(sourcePath, base + entry.name, entry)))));
    }
  }
  if (files.length === 0) {
    const params = { path: sourcePath };
    throw new AppError({ kind: 'user', code: 'opaque.folderEmpty', params, field: 'sourcePath' });
  }
  return files.sort((one, other) => (one.name < other.name ? -1 : 1));
}

function tooMany(path: string): AppError {
  return new AppError({
    kind: 'user',
    code: 'opaque.tooManyFiles',
    params: { path, most: mostOpaqueFiles },
    field: 'sourcePath',
  });
}

/** @file Runs in the copy worker: metadata and properties files, which lie beside the data of a drive. */
import { createHash } from 'node:crypto';
import { lstat, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../../platform/node/atomic-file.ts';
import type { ManifestReference } from '../manifest/manifest-types.ts';
import { verifyFailed } from './copy-errors.ts';
import type { SealInput } from './copy-types.ts';

/** References as the list of blobs in the manifest holds them. */
export interface DriveExtras {
  readonly metadata?: ManifestReference;
  readonly properties?: ManifestReference;
}

/** Folder beside that of the data: no file of the operator can have its name. */
const folderOf = (sessionFolder: string): string => `${sessionFolder}-meta`;

async function writeExtra(input: SealInput, name: string, text: string): Promise<ManifestReference> {
  const { rootPath, sessionFolder } = input.target;
  const folder = folderOf(sessionFolder);
  const path = join(rootPath, folder, name);
  const content = Buffer.from(text, 'utf8');
  await mkdir(join(rootPath, folder), { recursive: true });
  // A drive that was opened with its key may hold anything: never through a link to somewhere else.
  if (!(await lstat(join(rootPath, folder))).isDirectory()) throw verifyFailed(input.target, folder);
  await writeFileAtomically(path, content, 0o644);
  if (!(await readFile(path)).equals(content)) throw verifyFailed(input.target, name);
  return {
    path: `\\${folder}\\${name}`,
    hash: createHash('md5').update(content).digest('hex').toUpperCase(),
  };
}

/** Writes what the job has of the two files. @throws the system's error; AppError `disk.verifyFailed` */
export async function writeExtras(input: SealInput): Promise<DriveExtras> {
  const { metadata, properties } = input.blobs ?? {};
  return {
    ...(metadata === undefined ? {} : { metadata: await writeExtra(input, 'metadata.xml', metadata) }),
    ...(properties === undefined
      ? {}
      : { properties: await writeExtra(input, 'properties.xml', properties) }),
  };
}

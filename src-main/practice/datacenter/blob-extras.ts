/** @file Metadata and properties that a manifest gives to blobs (import-export.md 2.2). */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { BlobHTTPHeaders } from '@azure/storage-blob';
import type { ReadableVolume } from '../drives/read-volume.ts';
import type { ExtraStatus } from './log-codes.ts';
import type { HashedFile } from './manifest-parser.ts';
import { volumePathOf } from './volume-path.ts';
import { XmlInvalid, xmlTokens } from './xml-tokens.ts';

const largestFileBytes = 64 * 1024;

/** Names and texts of a flat XML file, or what is wrong with it. */
export type ExtrasRead =
  | { readonly status: 'Completed'; readonly values: ReadonlyMap<string, string> }
  | { readonly status: Exclude<ExtraStatus, 'Completed'> };

async function readBounded(path: string): Promise<Buffer | undefined> {
  const handle = await open(path);
  try {
    const buffer = Buffer.alloc(largestFileBytes + 1);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return bytesRead > largestFileBytes ? undefined : buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** @throws XmlInvalid */
async function flatValues(content: Uint8Array, root: string): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  const path: string[] = [];
  for await (const token of xmlTokens(once(content))) {
    if (token.type === 'open') {
      path.push(token.name);
      if (path[0] !== root || path.length > 2) throw new XmlInvalid(`${token.name} in ${root}`);
      if (path.length === 2) values.set(token.name, '');
    } else if (token.type === 'close') {
      if (path.pop() !== token.name) throw new XmlInvalid(`${token.name} closes another element`);
    } else if (path.length === 2) {
      const name = path[1] ?? '';
      values.set(name, `${values.get(name) ?? ''}${token.text}`);
    }
  }
  if (path.length > 0) throw new XmlInvalid('Ends early');
  return values;
}

/** @param root `Metadata` or `Properties` */
export async function readExtras(
  volume: ReadableVolume,
  file: HashedFile,
  root: 'Metadata' | 'Properties',
): Promise<ExtrasRead> {
  const path = volumePathOf(file.path);
  if (path === 'invalid' || path === 'tooLong') return { status: 'FileNameInvalid' };
  const found = await volume.findFile(path);
  if (found === undefined) return { status: 'FileNotFound' };
  const content = await readBounded(found);
  if (content === undefined) return { status: 'XmlReadFailed' };
  const md5 = createHash('md5').update(content).digest('hex').toUpperCase();
  if (md5 !== file.md5) return { status: 'Corrupted' };
  try {
    return { status: 'Completed', values: await flatValues(content, root) };
  } catch (error) {
    if (error instanceof XmlInvalid) return { status: 'XmlReadFailed' };
    throw error;
  }
}

/** Blob headers out of a properties file; unknown names are ignored. */
export function headersOf(values: ReadonlyMap<string, string>): BlobHTTPHeaders {
  const md5 = values.get('Content-MD5');
  const named: readonly (readonly [keyof BlobHTTPHeaders, string])[] = [
    ['blobContentType', 'Content-Type'],
    ['blobContentEncoding', 'Content-Encoding'],
    ['blobContentLanguage', 'Content-Language'],
    ['blobCacheControl', 'Cache-Control'],
  ];
  return {
    ...Object.fromEntries(
      named.flatMap(([key, name]) => (values.has(name) ? [[key, values.get(name)]] : [])),
    ),
    ...(md5 === undefined ? {} : { blobContentMD5: Buffer.from(md5, 'base64') }),
  };
}

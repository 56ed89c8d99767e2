import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CopyFile } from '../copy/copy-types.ts';

const pieceBytes = 4 * 1024 * 1024;

/** MD5s of the 4 MiB pieces, by the plain way, to compare the engine with. */
export function pieceMd5s(content: Uint8Array): Buffer {
  const digests: Buffer[] = [];
  for (let at = 0; at < content.length; at += pieceBytes) {
    digests.push(
      createHash('md5')
        .update(content.subarray(at, at + pieceBytes))
        .digest(),
    );
  }
  return Buffer.concat(digests);
}

/** Writes a file of random bytes into a folder and describes it as staging would. */
export async function stageFile(folder: string, name: string, bytes: number): Promise<CopyFile> {
  await mkdir(folder, { recursive: true });
  const content = randomBytes(bytes);
  await writeFile(join(folder, name), content);
  return { name, bytes, pageRangeMd5: pieceMd5s(content) };
}

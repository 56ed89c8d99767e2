import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { systemErrorCode } from '../../platform/node/unexpected-error.ts';
import { ManifestHandler, type ManifestSummary, type ReadBlob } from './manifest-handler.ts';
import { XmlFault, XmlScanner } from './xml-scanner.ts';

export type { ManifestSummary, ReadBlob, ReadBlobList } from './manifest-handler.ts';

/** Above the manifest of the largest drive that Azure takes, many times over. */
const largestManifestBytes = 4 * 1024 ** 3;
/** Small enough that the text of a piece dies young, so that memory stays small too. */
const pieceBytes = 32 * 1024;

const invalid = (path: string, cause: unknown, details: string): AppError =>
  new AppError({ kind: 'device', code: 'disk.manifestInvalid', params: { file: path }, details, cause });

async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    throw new AppError({
      kind: 'device',
      code: 'disk.manifestMissing',
      params: { file: path },
      cause: error,
    });
  });
  try {
    const buffer = Buffer.alloc(pieceBytes);
    for (let total = 0; ; ) {
      const { bytesRead } = await handle.read(buffer, 0, pieceBytes, total);
      if (bytesRead === 0) return;
      total += bytesRead;
      if (total > largestManifestBytes) throw new XmlFault('The file is too long');
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/**
 * Reads and checks a drive manifest piece by piece; memory stays small whatever its length.
 * @param onBlob called for every blob in order, its ranges included
 * @returns the rest of the manifest, and the MD5 of the file in upper-case hexadecimal
 * @throws AppError `disk.manifestMissing`, or `disk.manifestInvalid` when a rule of import-export.md 2.1 is broken
 */
export async function readManifest(
  path: string,
  onBlob: (blob: ReadBlob) => void,
): Promise<ManifestSummary & { readonly md5: string; readonly bytes: number }> {
  const hash = createHash('md5');
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const handler = new ManifestHandler(onBlob);
  const scanner = new XmlScanner(handler);
  let bytes = 0;
  try {
    for await (const piece of piecesOf(path)) {
      hash.update(piece);
      bytes += piece.length;
      scanner.write(decoder.decode(piece, { stream: true }));
    }
    scanner.write(decoder.decode());
    scanner.end();
    return { ...handler.summary(), md5: hash.digest('hex').toUpperCase(), bytes };
  } catch (error) {
    // The decoder throws a TypeError for bytes that are no UTF-8.
    if (error instanceof XmlFault || error instanceof TypeError) throw invalid(path, error, error.message);
    throw error;
  }
}

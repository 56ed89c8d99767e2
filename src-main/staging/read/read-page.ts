import { pageBytes } from '../format/constants.ts';
import { DamageError } from '../format/damage.ts';
import { decodePage, pageLength } from '../format/page.ts';
import type { VolumeSource } from '../volume-source.ts';

export interface FoundPage {
  readonly bytes: Buffer;
  readonly content: unknown;
}

/**
 * Reads the page at a position of a file and checks its checksum.
 * @throws DamageError, or what the source throws
 */
export async function readPage(source: VolumeSource, file: string, position: number): Promise<FoundPage> {
  const length = await source.length(file);
  if (length === undefined || length < position + pageBytes) throw new DamageError('file is too short');
  const start = await source.read(file, position, pageBytes);
  const wanted = pageLength(start);
  if (position + wanted > length) throw new DamageError('page is cut off');
  const bytes = wanted === pageBytes ? start : await source.read(file, position, wanted);
  return { bytes, content: decodePage(bytes) };
}

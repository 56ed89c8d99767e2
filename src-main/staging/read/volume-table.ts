import { z } from 'zod';
import { maximumVolumeRowBytes, pageBytes } from '../format/constants.ts';
import { DamageError } from '../format/damage.ts';
import type { VolumeRow } from '../staging-types.ts';
import type { VolumeSource } from '../volume-source.ts';

const volumeRowSchema = z.object({
  number: z.int().min(1),
  volumeId: z.string().regex(/^[0-9a-f]{32}$/),
  file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._ -]{0,254}$/),
  length: z
    .int()
    .min(pageBytes * 2)
    .multipleOf(pageBytes),
  pageRangeMd5: z.base64(),
});

const pieceBytes = 1024 * 1024;

/** One line of a volume table. @throws DamageError */
export function parseVolumeRow(line: string): VolumeRow {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new DamageError('volume table holds no JSON');
  }
  const parsed = volumeRowSchema.safeParse(value);
  if (!parsed.success) throw new DamageError('volume table has a bad line');
  return parsed.data;
}

/**
 * Streams the lines of a volume table, strictly; its checksum was compared before.
 * @throws DamageError, or what the source throws
 */
export async function* readVolumeTable(
  source: VolumeSource,
  file: string,
  { offset, length }: { readonly offset: number; readonly length: number },
): AsyncGenerator<VolumeRow> {
  let rest = Buffer.alloc(0);
  let previous = 0;
  for (let done = 0; done < length; done += pieceBytes) {
    const piece = await source.read(file, offset + done, Math.min(pieceBytes, length - done));
    const bytes = Buffer.concat([rest, piece]);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      const row = parseVolumeRow(bytes.toString('utf8', start, end));
      if (row.number <= previous) throw new DamageError('volume table is not in order');
      previous = row.number;
      yield row;
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > maximumVolumeRowBytes) throw new DamageError('volume table has an endless line');
  }
  if (rest.length > 0) throw new DamageError('volume table ends inside a line');
}

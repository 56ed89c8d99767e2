import { indexRecordBytes, maximumRawBlockBytes, pageBytes } from './constants.ts';
import { DamageError } from './damage.ts';

/**
 * Checks the records of a chunk index (staging-format.md 7): a chunk that lies elsewhere than in the content of its volume would be
 * referred to by the next backup, and never be found.
 * @param contentEnd where the content of the volume ends
 * @throws DamageError
 */
export function checkIndexRecords(records: Buffer, contentEnd: number): void {
  if (records.length % indexRecordBytes !== 0) throw new DamageError('chunk index is cut off');
  for (let start = 0; start < records.length; start += indexRecordBytes) {
    const position = Number(records.readBigUInt64LE(start + 32));
    const end = records.readUInt32LE(start + 40) + records.readUInt32LE(start + 44);
    if (position < pageBytes || position >= contentEnd || end > maximumRawBlockBytes)
      throw new DamageError('chunk index leads out of the volume');
  }
}

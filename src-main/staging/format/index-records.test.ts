import { describe, expect, it } from 'vitest';
import { DamageError } from './damage.ts';
import { checkIndexRecords } from './index-records.ts';

function record(position: bigint, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(48, 7);
  bytes.writeBigUInt64LE(position, 32);
  bytes.writeUInt32LE(offset, 40);
  bytes.writeUInt32LE(length, 44);
  return bytes;
}

describe('records of a chunk index', () => {
  it('lead into the content of their volume', () => {
    const records = Buffer.concat([record(4096n, 0, 10), record(9999n, 8_000_000, 388_608)]);
    expect(() => checkIndexRecords(records, 10_000)).not.toThrow();
    expect(() => checkIndexRecords(Buffer.alloc(0), 4096)).not.toThrow();
  });

  it.each([
    ['in front of it', record(4095n, 0, 10)],
    ['behind it', record(10_000n, 0, 10)],
    ['beyond all numbers', record((1n << 64n) - 1n, 0, 10)],
    ['out of its block', record(4096n, 8_000_000, 388_609)],
    ['into half a record', record(4096n, 0, 10).subarray(0, 47)],
  ])('that lead %s are damage', (_what, records) => {
    expect(() => checkIndexRecords(records, 10_000)).toThrow(DamageError);
  });
});

import { expect, it } from 'vitest';
import type { CatalogEntry } from '../format/catalog-entry.ts';
import { DamageError } from '../format/damage.ts';
import { missingFile } from '../read/source-errors.ts';
import { type DamagedVolumes, findAffectedFiles } from './affected-files.ts';

const row = { number: 1, volumeId: '0'.repeat(32), file: 'v', length: 8192, pageRangeMd5: '' };
const entries: readonly CatalogEntry[] = [
  { kind: 'root', path: '/data', rootKind: 'folder' },
  ...Array.from({ length: 3 }, (_, index) => ({
    kind: 'file' as const,
    path: `f${index}`,
    size: 2,
    sparse: false,
    chunks: [1, 4096 + 32 * index, 0, 1, 1, 4096, 0, 1, 2, 4096, 0, 1],
  })),
];

const find = (mostBlocks: number) =>
  findAffectedFiles({
    source: {
      list: async () => [],
      length: async () => undefined,
      read: async () => {
        throw missingFile('v');
      },
      close: async () => {},
    } as unknown as DamagedVolumes['source'],
    setId: '0'.repeat(32),
    dataKey: new Uint8Array(32),
    rows: [row],
    catalog: async function* () {
      yield entries;
    },
    onStep() {},
    mostBlocks,
  });

it('a catalog that refers to more blocks than any volumes have is damage', async () => {
  expect((await find(3)).count).toBe(3);
  await expect(find(2)).rejects.toThrow(DamageError);
});

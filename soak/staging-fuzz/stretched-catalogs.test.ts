import { describe, expect, it } from 'vitest';
import { DamageError } from '../../src-main/staging/format/damage.ts';
import { readEntries } from '../../src-main/staging/read/catalog-reader.ts';
import { createSelection } from '../../src-main/staging/restore/selection.ts';
import { surveyCatalog } from '../../src-main/staging/restore/survey.ts';
import { type StretchedCatalog, stretchedBlocks, stretchedCatalogs } from './stretched-catalogs.ts';

/** Bytes that the heap holds beyond what it did, at the most, while a catalog is surveyed; and how that ended. */
async function survey(catalog: StretchedCatalog, blocks: number) {
  const before = process.memoryUsage().heapUsed;
  let most = 0;
  const entries = readEntries(stretchedBlocks(catalog, blocks), { keepsChunks: false });
  const ending = await surveyCatalog(entries, createSelection([]), () => {
    most = Math.max(most, process.memoryUsage().heapUsed - before);
  }).catch((error: unknown) => error);
  return { mebibytes: most / 1024 / 1024, ending };
}

describe('a catalog that claims far more than it weighs', () => {
  it('of endless chunks of one file is refused, and they are not kept until then', async () => {
    const { mebibytes, ending } = await survey(stretchedCatalogs.chunks, 22);
    expect(ending).toBeInstanceOf(DamageError);
    expect(String(ending)).toContain('impossibly many chunks');
    expect(mebibytes).toBeLessThan(200);
  }, 120_000);

  it.each([
    ['roots', 80],
    ['manyRoots', 1],
    ['longLines', 1],
  ] as const)(
    'of endless %s is refused',
    async (name, blocks) => {
      expect((await survey(stretchedCatalogs[name], blocks)).ending).toBeInstanceOf(DamageError);
    },
    60_000,
  );

  it('of endless entries and links is read, and little of it kept', async () => {
    for (const name of ['entries', 'linkedFiles'] as const) {
      const { mebibytes, ending } = await survey(stretchedCatalogs[name], 8);
      expect(ending).toMatchObject({ roots: [{ path: '/data' }] });
      expect(mebibytes).toBeLessThan(200);
    }
  }, 60_000);
});

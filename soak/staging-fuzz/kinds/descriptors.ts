import type { Random } from '../../../bench/corpora/random.ts';
import { checkDescriptorCopies } from '../../../src-main/staging/check/descriptor-copies.ts';
import { readCatalog } from '../../../src-main/staging/read/catalog-reader.ts';
import { openDescriptor, readRows } from '../../../src-main/staging/read/descriptor-reader.ts';
import { goodLines } from '../catalog-lines.ts';
import { dataKey, descriptorFile, forgeDescriptor, mirrorFile, rowOf, salts, volumeIds } from '../forge.ts';
import { chance, type FuzzKind, pick } from '../fuzz-kind.ts';
import { memorySource } from '../memory-source.ts';
import { mutateBytes } from '../mutate-bytes.ts';
import { type Json, mutateJson, writeJson } from '../mutate-json.ts';
import { forgeCatalog } from './catalogs.ts';
import { forgeTable } from './volume-tables.ts';

const row = rowOf(Buffer.alloc(12_288), volumeIds[0] ?? '');
const goodTable = Buffer.from(`${JSON.stringify(row)}\n`);
const goodCatalog = [Buffer.from(goodLines.map((line) => `${JSON.stringify(line)}\n`).join(''))];

/** Descriptors of which one part, or its bytes, are not as they should be. */
export function forgeAnyDescriptor(random: Random, table: Buffer = goodTable): Buffer {
  const salt = pick(random, [salts[3] ?? '', salts[3] ?? '', salts[2] ?? '']);
  const parts = { table, catalog: goodCatalog, salt };
  switch (random() % 5) {
    case 0: {
      const page = (members: Json): string => writeJson(random, mutateJson(random, members));
      return forgeDescriptor({ ...parts, page });
    }
    case 1:
      return forgeDescriptor({ ...parts, table: forgeTable(random) });
    case 2:
      return mutateBytes(random, forgeDescriptor(parts));
    default:
      return forgeDescriptor({ ...parts, catalog: forgeCatalog(random) });
  }
}

/** Half with a mirror, which may be right, or of another run, or forged as well. */
export function forgeCopies(random: Random, table?: Buffer): Map<string, Buffer> {
  const own = forgeAnyDescriptor(random, table);
  const files = new Map([[descriptorFile, own]]);
  if (chance(random, 0.5)) {
    const mirror = pick(random, ['same', 'changed', 'forged']);
    if (mirror === 'same') files.set(mirrorFile, own);
    else
      files.set(
        mirrorFile,
        mirror === 'changed' ? mutateBytes(random, own) : forgeAnyDescriptor(random, table),
      );
  }
  return files;
}

export const descriptors: FuzzKind = {
  name: 'descriptors',
  share: 3,
  async run(random) {
    const source = memorySource(forgeCopies(random));
    if (chance(random, 0.3)) {
      await checkDescriptorCopies(source, descriptorFile);
      return;
    }
    const descriptor = await openDescriptor(source, descriptorFile);
    await readRows(descriptor);
    for await (const _entries of readCatalog(descriptor, dataKey)) {
      // Reading it is the test.
    }
  },
};

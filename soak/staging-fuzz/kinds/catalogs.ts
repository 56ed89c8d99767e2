import type { Random } from '../../../bench/corpora/random.ts';
import { encodeEntry } from '../../../src-main/staging/format/catalog-encode.ts';
import { readEntries } from '../../../src-main/staging/read/catalog-reader.ts';
import { createSelection } from '../../../src-main/staging/restore/selection.ts';
import { surveyCatalog, surveyWhole } from '../../../src-main/staging/restore/survey.ts';
import { forgeLines } from '../catalog-lines.ts';
import { chance, type FuzzKind, pick } from '../fuzz-kind.ts';
import { mutateBytes } from '../mutate-bytes.ts';
import { readStretched } from '../stretched-catalogs.ts';

/** Decoded blocks of a catalog. */
export function forgeCatalog(random: Random): readonly Buffer[] {
  const whole = Buffer.from(forgeLines(random), 'utf8');
  const text = chance(random, 0.1) ? mutateBytes(random, whole) : whole;
  if (chance(random, 0.7)) return [text];
  const cut = chance(random, 0.7)
    ? text.indexOf(10, random() % Math.max(1, text.length)) + 1
    : random() % Math.max(1, text.length);
  return [text.subarray(0, cut), text.subarray(cut)];
}

/** They take a second each. */
const stretchedOneOf = 2000;

const totals = { files: 5, sourceBytes: 100 };

export const catalogs: FuzzKind = {
  name: 'catalogs',
  share: 24,
  async run(random) {
    if (random() % stretchedOneOf === 0) return readStretched(random);
    const decoded = forgeCatalog(random);
    switch (pick(random, ['read', 'read', 'survey', 'surveyWhole'])) {
      case 'read':
        for await (const entries of readEntries(decoded)) for (const entry of entries) encodeEntry(entry);
        break;
      case 'survey':
        await surveyCatalog(readEntries(decoded), createSelection(['0/d', '0/a', '1']), () => {});
        break;
      default:
        await surveyWhole(
          (async function* () {
            yield* decoded;
          })(),
          totals,
          () => {},
        );
    }
  },
};

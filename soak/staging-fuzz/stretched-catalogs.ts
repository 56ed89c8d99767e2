/** @file Catalogs that claim far more than they weigh: the same megabytes of lines again and again. */
import type { Random } from '../../bench/corpora/random.ts';
import { readEntries } from '../../src-main/staging/read/catalog-reader.ts';
import { createSelection } from '../../src-main/staging/restore/selection.ts';
import { surveyCatalog, surveyWhole } from '../../src-main/staging/restore/survey.ts';
import { pick } from './fuzz-kind.ts';

/** As long as a block may be. */
const blockBytes = 8 * 1024 * 1024;

const root = '{"kind":"root","path":"/data","rootKind":"folder"}\n';
const file = '{"kind":"file","path":"a","size":9007199254740991,"chunks":[]}\n';
const holes = `{"kind":"moreChunks","chunks":[${'[0,0,0,1],'.repeat(2047)}[0,0,0,1]]}\n`;
const longPath = 'p'.repeat(131_000);

/** What comes once, and lines of number `index`. */
export interface StretchedCatalog {
  readonly start: string;
  readonly lines: (index: number) => string;
}

export const stretchedCatalogs = {
  chunks: { start: root + file, lines: () => holes },
  roots: {
    start: root,
    lines: (index) => `{"kind":"root","path":"/${index}${longPath}","rootKind":"folder"}\n`,
  },
  manyRoots: { start: root, lines: (index) => `{"kind":"root","path":"/${index}","rootKind":"folder"}\n` },
  linkedFiles: {
    start: root,
    lines: (index) => `{"kind":"hardLink","path":"a${index}","linkTo":"${longPath}${index}"}\n`,
  },
  entries: { start: root, lines: () => '{"kind":"a","path":"a"}\n' },
  longLines: { start: root, lines: () => `{"kind":"folder","path":"a","b":[${'{},'.repeat(2_700_000)}0]}\n` },
} as const satisfies Readonly<Record<string, StretchedCatalog>>;

/** Decoded blocks, one at a time. */
export function* stretchedBlocks({ start, lines }: StretchedCatalog, blocks: number): Generator<Buffer> {
  yield Buffer.from(start);
  let index = 0;
  for (let block = 0; block < blocks; block += 1) {
    const text: string[] = [];
    for (let length = 0; ; index += 1) {
      const line = lines(index);
      length += line.length;
      if (length > blockBytes) break;
      text.push(line);
    }
    yield Buffer.from(text.join(''));
  }
}

/** Reads one of them in one of the ways that catalogs are read. */
export async function readStretched(random: Random): Promise<void> {
  const catalog = pick(random, Object.values(stretchedCatalogs) as [StretchedCatalog, ...StretchedCatalog[]]);
  const blocks = (count: number) => stretchedBlocks(catalog, count);
  switch (pick(random, ['read', 'survey', 'surveyWhole'])) {
    case 'read':
      for await (const _entries of readEntries(blocks(3))) {
        // Whoever reads keeps nothing.
      }
      break;
    case 'survey':
      await surveyCatalog(readEntries(blocks(3), { keepsChunks: false }), createSelection([]), () => {});
      break;
    default:
      await surveyWhole(
        (async function* () {
          yield* blocks(6);
        })(),
        { files: 0, sourceBytes: 0 },
        () => {},
      );
  }
}

import type { Random } from '../../../bench/corpora/random.ts';
import { authenticatePage, decodePage, isZero } from '../../../src-main/staging/format/page.ts';
import {
  pageKind,
  parseDescriptorPage,
  parseRunPage,
  parseSpoolPage,
  parseTrailerPage,
  parseVolumePage,
} from '../../../src-main/staging/format/page-content.ts';
import { isExpected } from '../expected-errors.ts';
import { forgeDescriptor, forgeVolume, keysOf, salts, sealPage } from '../forge.ts';
import { chance, type FuzzKind, pick } from '../fuzz-kind.ts';
import { mutateBytes, randomBytesOf } from '../mutate-bytes.ts';
import { type Json, mutateJson, writeJson } from '../mutate-json.ts';

const { pageKey } = keysOf(salts[0]);
const contents: Json[] = [];
const note = (members: Json): string => {
  contents.push(members);
  return JSON.stringify(members);
};
forgeVolume({ contents: [Buffer.from('content')], header: note, trailer: note });
forgeDescriptor({ table: Buffer.alloc(0), catalog: [], page: note });
const parsers = [
  parseDescriptorPage,
  parseRunPage,
  parseSpoolPage,
  parseTrailerPage,
  parseVolumePage,
] as const;
const good = contents.map((members) => sealPage(JSON.stringify(members), pageKey));

function forge(random: Random): Buffer {
  switch (random() % 5) {
    case 0:
      return randomBytesOf(random, random() % 9000);
    case 1:
      return mutateBytes(random, pick(random, [good[0] ?? Buffer.alloc(0), ...good]));
    case 2:
      return sealPage(writeJson(random, pick(random, [null, ...contents])), pageKey, {
        length: pick(random, [0, 0, 0, 0, 0, 0, 4096, 8192, chance(random, 0.02) ? 1024 * 1024 : 0]),
        jsonLength: pick(random, [0, 1, 100, 4015, 4016, 4017, 0xffff_ffff]),
      });
    default:
      return sealPage(writeJson(random, mutateJson(random, pick(random, [null, ...contents]))), pageKey);
  }
}

/** Each parser says of the same content whether it is its own; damage in one does not keep it from the next. */
export const pages: FuzzKind = {
  name: 'pages',
  share: 18,
  run(random) {
    const bytes = forge(random);
    isZero(bytes);
    const content = decodePage(bytes);
    pageKind(content);
    for (const parse of parsers) {
      try {
        parse(content);
      } catch (error) {
        if (!isExpected(error)) throw error;
      }
    }
    authenticatePage(bytes, pageKey);
  },
};

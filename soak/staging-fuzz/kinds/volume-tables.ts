import type { Random } from '../../../bench/corpora/random.ts';
import { readVolumeTable } from '../../../src-main/staging/read/volume-table.ts';
import { rowOf, volumeIds } from '../forge.ts';
import { type FuzzKind, pick } from '../fuzz-kind.ts';
import { memorySource } from '../memory-source.ts';
import { mutateBytes } from '../mutate-bytes.ts';
import { mutateJson, writeJson } from '../mutate-json.ts';

const row = rowOf(Buffer.alloc(12_288), volumeIds[0] ?? '');

/** Text of a volume table. */
export function forgeTable(random: Random): Buffer {
  const numbers = pick(random, [[1], [1, 2], [1, 2, 9], [3, 2], []]);
  const at = random() % Math.max(1, numbers.length);
  const lines = numbers.map((number, index) => {
    const line = { ...row, number };
    return writeJson(random, index === at ? mutateJson(random, line) : line);
  });
  const text = Buffer.from(
    lines.map((line) => `${line}${pick(random, ['\n', '\n', '\n', '', '\r\n'])}`).join(''),
  );
  return random() % 4 === 0 ? mutateBytes(random, text) : text;
}

export const volumeTables: FuzzKind = {
  name: 'volume tables',
  share: 18,
  async run(random) {
    const bytes = forgeTable(random);
    const source = memorySource(new Map([['table', bytes]]));
    for await (const _row of readVolumeTable(source, 'table', { offset: 0, length: bytes.length })) {
      // Reading it is the test.
    }
  },
};

import type { Random } from '../../../bench/corpora/random.ts';
import { checkVolume, readWholeVolume } from '../../../src-main/staging/check/check-volume.ts';
import { createContentReader } from '../../../src-main/staging/restore/content-reader.ts';
import type { VolumeRow } from '../../../src-main/staging/staging-types.ts';
import { dataKey, type ForgedVolume, forgeVolume, rowOf, setId, volumeFile, volumeIds } from '../forge.ts';
import { chance, type FuzzKind, pick } from '../fuzz-kind.ts';
import { memorySource } from '../memory-source.ts';
import { mutateBytes, randomBytesOf } from '../mutate-bytes.ts';
import { type Json, mutateJson, writeJson } from '../mutate-json.ts';

export const goodContents = [
  Buffer.from('the first of two blocks'),
  Buffer.from('the second one '.repeat(50)),
];

/** Volumes with forged pages, or with other bytes anywhere. */
export function forgeAnyVolume(random: Random): ForgedVolume {
  const [volumeId = ''] = volumeIds;
  if (chance(random, 0.05)) {
    const bytes = randomBytesOf(random, pick(random, [0, 4095, 4096, 8192, 12_288]));
    return { bytes, row: rowOf(bytes, volumeId) };
  }
  const mutated = (members: Json): string => writeJson(random, mutateJson(random, members));
  const which = random() % 4;
  const forged = forgeVolume({
    contents: goodContents,
    ...(which === 1 ? { header: mutated } : {}),
    ...(which === 2 ? { trailer: mutated } : {}),
  });
  if (which !== 0 && chance(random, 0.8)) return forged;
  const bytes = mutateBytes(random, forged.bytes);
  // Half of them with a line that fits, so that not only the length tells.
  return { bytes, row: chance(random, 0.5) ? rowOf(bytes, volumeId) : forged.row };
}

export const volumes: FuzzKind = {
  name: 'volumes',
  share: 3,
  async run(random) {
    const { bytes, row: forgedRow } = forgeAnyVolume(random);
    const row = forgedRow as unknown as VolumeRow;
    const source = memorySource(new Map([[volumeFile, bytes]]));
    const expected = { file: volumeFile, setId };
    switch (random() % 4) {
      case 0:
        await checkVolume(source, row, setId, undefined, () => {});
        break;
      case 1:
        await checkVolume(source, row, setId, dataKey, () => {});
        break;
      case 2:
        await readWholeVolume(
          source,
          expected,
          dataKey,
          () => {},
          () => {},
        );
        break;
      default: {
        const reader = createContentReader({ source, volumes: [row], setId, dataKey, keptBytes: 0 });
        const position = pick(random, [4096, 4097, 0, 8192, 2 ** 52]);
        await reader.read(1, position, pick(random, [0, 5, 2 ** 31]), pick(random, [1, 20, 8 * 1024 * 1024]));
      }
    }
  },
};

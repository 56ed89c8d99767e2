import { expect, it } from 'vitest';
import type { MetadataAnswer } from '../../platform/ports/file-metadata.ts';
import type { EntryEvent, ScanEvent } from '../scan/scan.ts';
import { standInMetadata } from '../testing/stand-in-metadata.ts';
import { createMetadataAhead } from './metadata-ahead.ts';
import type { PlannedEntry, PointWriter } from './point-writer.ts';

/** Every seventh entry needs no metadata, every tenth lies on another file system. */
function plan(name: string, written: string[]): PlannedEntry {
  const number = Number(name);
  return {
    readPath: number % 7 === 0 ? undefined : `/root/${name}`,
    device: number % 10 === 0 ? 2n : 1n,
    shownPath: () => name,
    write: (answer: MetadataAnswer | undefined) =>
      void written.push(
        answer?.ok === true ? `${name} ${answer.metadata.securityDescriptor}` : `${name} ${answer?.reason}`,
      ),
  };
}

it('entries come in the order of the walk, each with its own metadata, and only where there is any', async () => {
  const written: string[] = [];
  const point: PointWriter = { plan: (event) => plan((event as EntryEvent).path, written) };
  const store = standInMetadata('windows', 16, (name) => ({ securityDescriptor: `of ${name}` }));
  let most = 0;
  let underWay = 0;
  const counted = {
    ...store,
    isServed: async (path: string | Uint8Array) => !path.toString().endsWith('0'),
    async read(paths: readonly (string | Uint8Array)[]) {
      underWay += 1;
      most = Math.max(most, underWay);
      const answers = await store.read(paths);
      underWay -= 1;
      return answers;
    },
  };
  const ahead = createMetadataAhead({ point, store: counted, warn: () => {} });
  const count = 1000;
  for (let number = 1; number <= count; number += 1) {
    const waiting = ahead.handle({ path: `${number}` } as ScanEvent & EntryEvent);
    if (waiting !== undefined) await waiting;
  }
  await ahead.finish();
  expect(written).toEqual(
    Array.from({ length: count }, (_, index) => {
      const number = index + 1;
      const isAsked = number % 7 !== 0 && number % 10 !== 0;
      return isAsked ? `${number} of ${number}` : `${number} undefined`;
    }),
  );
  expect(store.asked.flat().some((path) => path.endsWith('0'))).toBe(false);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(4);
});

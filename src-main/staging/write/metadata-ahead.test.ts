import { expect, it } from 'vitest';
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { type MetadataAnswer, nothingBeside } from '../../platform/ports/file-metadata.ts';
import { stateWords } from '../scan/batch-state.ts';
import { EntryGroup, plainTypes } from '../scan/entry-group.ts';
import type { EntryEvent, ScanEvent } from '../scan/scan.ts';
import type { SourceRoot } from '../scan/source-root.ts';
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
  const point: PointWriter = {
    plan: (event) => plan((event as EntryEvent).path, written),
    planGroup: () => expect.unreachable(),
  };
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

/** Writes what it is told of every entry of a group and of every single one. */
function groupingPoint(written: string[]): PointWriter {
  const say = (path: string, answer: MetadataAnswer | undefined): void => {
    const told = answer?.ok === false ? answer.reason : answer?.metadata.extendedAttributes.flat().join();
    written.push(`${path} ${told}`);
  };
  return {
    plan: (event) => {
      const { path } = event as EntryEvent;
      const readPath = `/ro$&$$ot/${path}`;
      return {
        ...{ readPath, device: 1n, shownPath: () => readPath },
        write: (answer) => say(path, answer),
      };
    },
    planGroup: (group) => ({
      group,
      write: (answerOf) => {
        for (const path of group.paths.split('\0')) say(path, answerOf?.(`/ro$&$$ot/${path}`));
      },
    }),
  };
}

function groupOf(device: bigint, ...paths: string[]): EntryGroup {
  const states = new BigInt64Array(paths.length * stateWords).fill(device);
  const root = { path: '/ro$&$$ot', readPath: '/ro$&$$ot' } as SourceRoot;
  return new EntryGroup(root, new Uint8Array(paths.length).fill(plainTypes.file), states, paths.join('\0'));
}

it('groups are asked about with the entries between them, and come in their order', async () => {
  const written: string[] = [];
  const asked: string[] = [];
  const warnings: string[] = [];
  const told = new Map<string, MetadataAnswer>([
    ['/ro$&$$ot/b', { ok: false, reason: 'refused' }],
    [
      '/ro$&$$ot/single',
      { ok: true, metadata: { ...nothingBeside, extendedAttributes: [['user.a', 'AQ==']] } },
    ],
  ]);
  const store = {
    ...standInMetadata('posix', 3, () => ({})),
    isServed: async (path: string | Uint8Array) => path !== '/ro$&$$ot/away',
    async readJoined(paths: string) {
      asked.push(paths);
      if (paths.includes('broken')) throw new Error('broken');
      return told;
    },
  };
  const warn = ({ path, reason }: TaskWarning): void => void warnings.push(`${path} ${reason}`);
  const ahead = createMetadataAhead({ point: groupingPoint(written), store, warn });
  const single = { path: 'single' } as ScanEvent & EntryEvent;
  for (const item of [groupOf(1n, 'a', 'b'), single, groupOf(2n, 'away'), groupOf(1n, 'broken', 'c')])
    await ahead.handle(item);
  await ahead.finish();
  expect(written).toEqual([...['a ', 'b refused', 'single user.a,AQ==', 'away undefined', 'broken ', 'c ']]);
  expect(asked.join('')).toBe(
    ['a', 'b', 'single', 'broken', 'c'].map((path) => `/ro$&$$ot/${path}\0`).join(''),
  );
  expect(warnings).toEqual(['/ro$&$$ot/broken broken, 2 entries']);
});

import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesFromNative } from '../scan/native-path.ts';
import { bootedAt, readEarlierRuns } from './journal-lines.ts';
import { createOrdinalSet, rangesOf } from './ordinal-ranges.ts';
import { openJournal } from './restore-journal.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'restore-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => openJournal({ identity: 'a'.repeat(64), folders: [bytesFromNative(folder)] });
const journalFile = (): string =>
  join(folder, readdirSync(folder).find((name) => name.endsWith('.journal')) ?? 'none');

describe('the journal of a restore', () => {
  it('tells the next run what was made, under which name, and what may be somebody else’s', async () => {
    const first = await open();
    await first.start(bytesFromNative(folder));
    first.begin({ ordinals: [1, 2, 3, 7], over: [3, 7], names: new Map([[2, 'b (restored)']]) });
    first.done([1, 3]);
    await first.close();
    const second = await open();
    expect(second.runs).toEqual([first.run]);
    expect([0, 1, 2, 3, 4, 7].map((ordinal) => second.earlier(ordinal))).toEqual([
      undefined,
      { name: undefined, isSure: true },
      { name: 'b (restored)', isSure: true },
      { name: undefined, isSure: true },
      undefined,
      { name: undefined, isSure: false },
    ]);
    await second.remove();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stands a line that a kill cut off, and what follows it', async () => {
    const first = await open();
    await first.start(bytesFromNative(folder));
    first.begin({ ordinals: [1] });
    first.begin({ ordinals: [2] });
    await first.close();
    truncateSync(journalFile(), readFileSync(journalFile()).length - 5);
    const second = await open();
    second.begin({ ordinals: [3] });
    await second.close();
    const third = await open();
    expect([1, 2, 3].map((ordinal) => third.earlier(ordinal)?.isSure)).toEqual([true, undefined, true]);
    await third.remove();
  });

  it('is not taken from a run that is still at it', async () => {
    const first = await open();
    await first.start(bytesFromNative(folder));
    first.begin({ ordinals: [1] });
    const second = await open();
    expect([second.runs, second.earlier(1)]).toEqual([[], undefined]);
    second.begin({ ordinals: [2] });
    await second.remove();
    await first.close();
    expect((await open()).earlier(1)?.isSure).toBe(true);
  });

  it('leaves out what was written right before a crash of the computer', () => {
    const path = join(folder, 'journal');
    const at = Date.now() - 3_600_000;
    const line = (value: object): void => appendFileSync(path, `\n${JSON.stringify(value)}`);
    writeFileSync(path, '');
    line({ run: '0000000a', at, bootedAt: bootedAt() - 7_200_000 });
    line({ begin: [[1, 4]], at });
    line({ begin: [[5, 8]], at: at + 1_200_000 });
    line({ begin: [[9, 9]], at: at + 1_201_000 });
    line({ run: '0000000b', at: at + 3_000_000, bootedAt: bootedAt() });
    line({ begin: [[20, 20]], at: at + 3_000_000 });
    const earlier = readEarlierRuns(path);
    expect([1, 4, 5, 9, 20].map((ordinal) => earlier.earlier(ordinal)?.isSure)).toEqual([
      true,
      true,
      undefined,
      undefined,
      true,
    ]);
    expect(earlier.runs).toEqual(['0000000a', '0000000b']);
  });
});

it('ranges hold what they were made of, in any order', () => {
  expect(rangesOf([1, 2, 3, 7, 9, 10])).toEqual([
    [1, 3],
    [7, 7],
    [9, 10],
  ]);
  const has = createOrdinalSet([
    [50, 60],
    [1, 3],
    [4, 10],
    [55, 70],
  ]);
  expect([0, 1, 5, 10, 11, 49, 50, 70, 71].map(has)).toEqual([
    false,
    true,
    true,
    true,
    false,
    false,
    true,
    true,
    false,
  ]);
});

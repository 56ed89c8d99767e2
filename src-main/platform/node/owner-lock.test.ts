import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeOwnerLock } from './owner-lock.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owner-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Above every process number that Linux or Windows gives out by default. */
const nobody = 0x7ffffff0;
const dead = (): string =>
  JSON.stringify({ machine: hostname(), pid: nobody, since: new Date().toISOString() });

test('one holds, the next hears who, and after the release the next holds', async () => {
  const path = join(folder, 'a.lock');
  const first = await takeOwnerLock(path);
  if (first.state !== 'held') throw new Error('The lock was free');
  expect(await takeOwnerLock(path)).toMatchObject({ state: 'taken', owner: { pid: process.pid } });
  await first.release();
  expect(await readdir(folder)).toEqual([]);
  expect((await takeOwnerLock(path)).state).toBe('held');
});

test('of many who find a dead owner at once, exactly one takes over', async () => {
  for (let round = 0; round < 20; round += 1) {
    const path = join(folder, `${round}.lock`);
    await writeFile(path, dead());
    const attempts = await Promise.all(Array.from({ length: 8 }, () => takeOwnerLock(path)));
    expect(attempts.filter(({ state }) => state === 'held')).toHaveLength(1);
  }
});

test.each([
  ['whose owner died over it', () => dead()],
  ['that was never written', () => ''],
  [
    'left by another process with our number',
    () => JSON.stringify({ machine: hostname(), pid: process.pid, since: new Date().toISOString() }),
  ],
])('a takeover %s keeps nobody out', async (_name, turn) => {
  const path = join(folder, 'a.lock');
  await writeFile(path, dead());
  await writeFile(`${path}.takeover`, turn());
  const attempts = await Promise.all(Array.from({ length: 4 }, () => takeOwnerLock(path)));
  expect(attempts.filter(({ state }) => state === 'held')).toHaveLength(1);
  expect(await readdir(folder)).toEqual(['a.lock']);
});

test("another computer's takeover is waited for", async () => {
  const path = join(folder, 'a.lock');
  await writeFile(path, dead());
  await writeFile(`${path}.takeover`, dead().replace(hostname(), 'another-computer'));
  expect((await takeOwnerLock(path)).state).toBe('taken');
  expect(await readdir(folder)).toEqual(['a.lock', 'a.lock.takeover']);
});

test("another computer's lock is believed", async () => {
  const path = join(folder, 'a.lock');
  await writeFile(path, dead().replace(hostname(), 'another-computer'));
  expect(await takeOwnerLock(path)).toMatchObject({ state: 'taken', owner: { machine: 'another-computer' } });
});

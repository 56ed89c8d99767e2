import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyInitiateDraft } from '../../src-shared/domain/initiate-draft.ts';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import { createSystemClock } from '../platform/node/system-clock.ts';
import { createFileJobStore } from './file-job-store.ts';
import type { JobStore } from './job-store.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'job-store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const openStore = (): Promise<JobStore> =>
  createFileJobStore({ folder, clock: createSystemClock(), log: createSilentLog() });
const newJob = (store: JobStore): Promise<JobSnapshot> =>
  store.create({ role: 'source', cloudId: 'practice', machineName: 'fs01', draft: emptyInitiateDraft() });
const setSpeed = (store: JobStore, job: JobSnapshot, megabits: number): Promise<JobSnapshot> =>
  store.update(job.id, 'draft.changed', ({ draft }) => ({
    draft: { ...draft, lineMegabitsPerSecond: megabits },
  }));
const journalOf = (job: JobSnapshot): string => join(folder, job.id, 'journal.ndjson');

test('what was resolved is there after the next start, for every job', async () => {
  const store = await openStore();
  const first = await newJob(store);
  const second = await newJob(store);
  await setSpeed(store, first, 16);
  const changed = await store.update(first.id, 'staging.started', () => ({ phase: 'staging' }));
  const reopened = await openStore();
  expect(reopened.get(first.id)).toEqual(changed);
  expect(reopened.get(first.id)).toMatchObject({ phase: 'staging', draft: { lineMegabitsPerSecond: 16 } });
  expect(reopened.get(second.id)).toEqual(second);
});

test('updates of one job run one after the other, each from the newest state', async () => {
  const store = await openStore();
  const job = await newJob(store);
  await Promise.all(
    Array.from({ length: 50 }, () =>
      store.update(job.id, 'draft.changed', ({ draft }) => ({
        draft: { ...draft, lineMegabitsPerSecond: (draft.lineMegabitsPerSecond ?? 0) + 1 },
      })),
    ),
  );
  expect(store.get(job.id).draft.lineMegabitsPerSecond).toBe(50);
  expect((await openStore()).get(job.id).draft.lineMegabitsPerSecond).toBe(50);
});

test('a change that is refused, or that breaks the schema, leaves nothing behind', async () => {
  const store = await openStore();
  const job = await newJob(store);
  const before = await readFile(journalOf(job), 'utf8');
  await expect(
    store.update(job.id, 'draft.changed', () => {
      throw new Error('refused');
    }),
  ).rejects.toThrow('refused');
  await expect(setSpeed(store, job, -1)).rejects.toThrow('lineMegabitsPerSecond');
  expect(await readFile(journalOf(job), 'utf8')).toBe(before);
  expect(store.get(job.id)).toEqual(job);
  expect((await setSpeed(store, job, 2)).draft.lineMegabitsPerSecond).toBe(2);
});

test.each([
  ['half a line', '{"sequence":3,"at":"2026'],
  ['a block of zeros with a line end', `${'\0'.repeat(64)}\n`],
])('a torn end (%s) is cut off and writing goes on behind it', async (_name, torn) => {
  const store = await openStore();
  const job = await newJob(store);
  await setSpeed(store, job, 7);
  const { size } = await stat(journalOf(job));
  await appendFile(journalOf(job), torn);
  const reopened = await openStore();
  expect(reopened.get(job.id).draft.lineMegabitsPerSecond).toBe(7);
  expect((await stat(journalOf(job))).size).toBe(size);
  await setSpeed(reopened, job, 8);
  expect((await openStore()).get(job.id).draft.lineMegabitsPerSecond).toBe(8);
});

test('a flipped byte is damage: the job is named, its files stay, other jobs work', async () => {
  const store = await openStore();
  const damaged = await newJob(store);
  await setSpeed(store, damaged, 100);
  const whole = await newJob(store);
  const text = await readFile(journalOf(damaged), 'utf8');
  const flipped = text.replace('"lineMegabitsPerSecond":100', '"lineMegabitsPerSecond":900');
  await writeFile(journalOf(damaged), flipped);
  const reopened = await openStore();
  expect(reopened.list().map(({ id }) => id)).toEqual([whole.id]);
  expect(() => reopened.get(damaged.id)).toThrow(expect.objectContaining({ code: 'job.recordDamaged' }));
  await expect(setSpeed(reopened, damaged, 1)).rejects.toMatchObject({ code: 'job.recordDamaged' });
  expect(await readFile(journalOf(damaged), 'utf8')).toBe(flipped);
  expect((await setSpeed(reopened, whole, 5)).draft.lineMegabitsPerSecond).toBe(5);
});

test('a missing line in the middle is damage', async () => {
  const store = await openStore();
  const job = await newJob(store);
  for (const megabits of [1, 2, 3]) await setSpeed(store, job, megabits);
  const lines = (await readFile(journalOf(job), 'utf8')).split('\n');
  await writeFile(journalOf(job), lines.toSpliced(2, 1).join('\n'));
  const reopened = await openStore();
  expect(() => reopened.get(job.id)).toThrow(expect.objectContaining({ code: 'job.recordDamaged' }));
});

test('a long journal is folded into a snapshot, and a kill between its steps loses nothing', async () => {
  const store = await openStore();
  const job = await newJob(store);
  const items = Array.from({ length: 1000 }, (_, item) => ({
    path: `/data/${'x'.repeat(400)}/${item}`,
    kind: 'folder' as const,
  }));
  for (let change = 1; change <= 4; change += 1) {
    await store.update(job.id, 'draft.changed', ({ draft }) => ({
      draft: { ...draft, items, lineMegabitsPerSecond: change },
    }));
  }
  const names = await readdir(join(folder, job.id));
  expect(names).toContain('snapshot.json');
  expect((await openStore()).get(job.id)).toEqual(store.get(job.id));
  // A kill right after the snapshot and before the rename leaves the folded lines in the journal.
  const folded = await readFile(join(folder, job.id, 'journal-before-snapshot.ndjson'));
  const rest = await readFile(journalOf(job)).catch(() => Buffer.alloc(0));
  await writeFile(journalOf(job), Buffer.concat([folded, rest]));
  const reopened = await openStore();
  expect(reopened.get(job.id)).toEqual(store.get(job.id));
  await setSpeed(reopened, job, 77);
  expect((await openStore()).get(job.id).draft.lineMegabitsPerSecond).toBe(77);
});

test('a damaged snapshot is damage', async () => {
  const store = await openStore();
  const job = await newJob(store);
  await writeFile(join(folder, job.id, 'snapshot.json'), '{"sequence":1,"sha256":"00","job":"{}"}');
  const reopened = await openStore();
  expect(() => reopened.get(job.id)).toThrow(expect.objectContaining({ code: 'job.recordDamaged' }));
});

test('removing takes the record from disk and tells the listeners', async () => {
  const store = await openStore();
  const job = await newJob(store);
  const heard: string[] = [];
  store.onChange((change) => heard.push('job' in change ? change.job.phase : `removed ${change.removed}`));
  await store.update(job.id, 'staging.started', () => ({ phase: 'staging' }));
  await store.remove(job.id);
  expect(heard).toEqual(['staging', `removed ${job.id}`]);
  expect(await readdir(folder)).toEqual([]);
  await expect(setSpeed(store, job, 1)).rejects.toMatchObject({ code: 'job.notFound' });
});

test('after kill -9 at any instant the last resolved change is there', async () => {
  const store = await openStore();
  const job = await newJob(store);
  for (let round = 0; round < 3; round += 1) {
    const writer = fileURLToPath(new URL('kill-test-writer.ts', import.meta.url));
    const child = spawn(process.execPath, [writer, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.split('\n').length > 10 + round * 7) child.kill('SIGKILL');
    });
    await once(child, 'close');
    const resolved = Number(printed.trimEnd().split('\n').at(-1));
    const found = (await openStore()).get(job.id).draft.lineMegabitsPerSecond ?? 0;
    expect(resolved).toBeGreaterThan(5);
    expect(found).toBeGreaterThanOrEqual(resolved);
    expect(found).toBeLessThanOrEqual(resolved + 1000);
  }
});

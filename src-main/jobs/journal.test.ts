import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendToJournal, type JournalEntry, readJournal, toJournalLine } from './journal.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const entry = (sequence: number, text: string): JournalEntry => ({
  sequence,
  at: '2026-11-01T10:00:00.000Z',
  event: 'changed',
  changed: { text },
});

test('a long line that failed to be taken back does not stick out behind a shorter one', async () => {
  const path = join(folder, 'journal.ndjson');
  const bytes = await appendToJournal(path, 0, toJournalLine(entry(1, 'first')));
  await appendFile(path, toJournalLine(entry(2, 'x'.repeat(5000))));
  await appendToJournal(path, bytes, toJournalLine(entry(2, 'short')));
  const { entries } = await readJournal(path);
  expect(entries).toEqual([entry(1, 'first'), entry(2, 'short')]);
});

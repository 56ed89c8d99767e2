import { describe, expect, test } from 'vitest';
import { jobIdSchema, recoveryPointIdSchema } from '../../../src-shared/domain/ids.ts';
import { emptyInitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import type { JobSnapshot, MonitorRecord, VaultRecord } from '../../../src-shared/domain/job.ts';
import { driveVerdict } from './drive-verdict.ts';
import { everything, filterLog, statusesOf } from './log-filter.ts';
import { monitorStage, statusCard } from './status-card.ts';
import { timelineEntries } from './timeline-entries.ts';
import { vaultStepViews } from './vault-steps.ts';

const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}T09:00:00.000Z`;
const now = new Date(day(21));

function monitor(...states: readonly string[]): MonitorRecord {
  return {
    state: states.at(-1) ?? '',
    percentComplete: 0,
    history: states.map((state, index) => ({ state, seenAt: day(18 + index) })),
    drives: [],
    lastAskedAt: day(21),
  };
}

function job(changes: Partial<JobSnapshot>): JobSnapshot {
  return {
    id: jobIdSchema.parse('7c0f7f4e-7f3b-4f0e-9d5b-0d8a5a4f1c11'),
    role: 'source',
    cloudId: 'practice',
    machineName: 'fs01',
    createdAt: day(1),
    updatedAt: day(1),
    phase: 'shipped',
    draft: emptyInitiateDraft(),
    drives: [],
    ...changes,
  };
}

const point = (kind: 'initial' | 'incremental') => ({
  id: recoveryPointIdSchema.parse('0123456789abcdef0123456789abcdef'),
  createdAt: day(20),
  kind,
  files: 1,
  sourceBytes: 1,
  addedBytes: 1,
  descriptorFile: 'seed-fs01.AIBBlob',
});

function vault(changes: Partial<VaultRecord>): VaultRecord {
  return { vaultName: 'v', container: 'c', points: [], ...changes };
}

describe('status card', () => {
  test.each([
    { states: ['Shipping'], now: 'Shipping', you: 'nothing' },
    { states: ['Shipping', 'Faulted'], now: 'Faulted', you: 'contactSupport' },
    { states: ['Shipping', 'Completed'], now: 'importCompleted', you: 'moveToVault' },
    { states: ['Shipping', 'Closed'], now: 'importClosed', you: 'readLogs' },
    { states: ['CompletedWithWarningsNobodyKnows'], now: 'unknownState', you: 'nothing' },
  ])('$states', ({ states, now: expected, you }) => {
    expect(statusCard(job({ monitor: monitor(...states) }), now)).toMatchObject({ now: expected, you });
  });

  test('says for how many days', () => {
    expect(statusCard(job({ monitor: monitor('Shipping') }), now).sinceDays).toBe(3);
  });

  test('has nothing to say about days before the first answer', () => {
    expect(statusCard(job({}), now)).toEqual({
      now: 'notAskedYet',
      next: 'firstAnswer',
      you: 'nothing',
      tone: 'calm',
      state: '',
      missingJobs: [],
      firstJob: '',
    });
  });

  test.each([
    { vault: vault({}), now: 'importCompleted', stage: 'moveToVault' },
    { vault: vault({ copiedAt: day(20) }), now: 'copiedNotVerified', stage: 'moveToVault' },
    {
      vault: vault({ copiedAt: day(20), verifiedAt: day(20), points: [point('initial')] }),
      now: 'seedInVault',
      stage: 'afterVault',
    },
    {
      vault: vault({
        copiedAt: day(20),
        verifiedAt: day(20),
        points: [point('initial'), point('incremental')],
      }),
      now: 'incrementalDone',
      stage: 'afterVault',
    },
    {
      vault: vault({ copiedAt: day(20), verifiedAt: day(20), cleanedUpAt: day(21) }),
      now: 'cleanedUp',
      stage: 'afterVault',
    },
  ])('$now', ({ vault: record, now: expected, stage }) => {
    const given = job({ monitor: monitor('Completed'), vault: record });
    expect(statusCard(given, now).now).toBe(expected);
    expect(monitorStage(given)).toBe(stage);
  });

  test('does not offer the vault for a cancelled job', () => {
    expect(monitorStage(job({ monitor: monitor('Shipping', 'Canceled') }))).toBe('parcel');
  });
});

describe('timeline', () => {
  test.each([
    {
      states: ['Shipping'],
      line: 'Creating:passed Shipping:current Received:coming Transferring:coming Packaging:coming Completed:coming',
    },
    {
      states: ['Creating', 'Shipping', 'Transferring'],
      line: 'Creating:done Shipping:done Received:passed Transferring:current Packaging:coming Completed:coming',
    },
    {
      states: ['Packaging', 'Closed'],
      line: 'Creating:passed Shipping:passed Received:passed Transferring:passed Packaging:done Closed:odd',
    },
    {
      states: ['Received', 'Faulted', 'Transferring'],
      line: 'Creating:passed Shipping:passed Received:done Faulted:odd Transferring:current Packaging:coming Completed:coming',
    },
    {
      states: ['Packaging', 'Completed'],
      line: 'Creating:passed Shipping:passed Received:passed Transferring:passed Packaging:done Completed:done',
    },
  ])('$states', ({ states, line }) => {
    const entries = timelineEntries(monitor(...states));
    expect(entries.map(({ state, kind }) => `${state}:${kind}`).join(' ')).toBe(line);
  });

  test('shows the way ahead before the first answer', () => {
    expect(timelineEntries(undefined).every(({ kind }) => kind === 'coming')).toBe(true);
  });
});

describe('drive verdicts', () => {
  test.each([
    { state: 'Specified', copyStatus: '', tone: 'waiting', words: 'drive.Specified', isOdd: false },
    {
      state: 'Transferring',
      copyStatus: 'InProgress',
      tone: 'busy',
      words: 'drive.Transferring',
      isOdd: false,
    },
    {
      state: 'Transferring',
      copyStatus: '42 percent',
      tone: 'busy',
      words: 'drive.Transferring',
      isOdd: false,
    },
    { state: 'Completed', copyStatus: 'Completed', tone: 'success', words: 'drive.Completed', isOdd: false },
    {
      state: 'CompletedMoreInfo',
      copyStatus: '',
      tone: 'warning',
      words: 'drive.CompletedMoreInfo',
      isOdd: true,
    },
    { state: 'NeverReceived', copyStatus: '', tone: 'danger', words: 'drive.NeverReceived', isOdd: true },
    {
      state: 'ShippedBack',
      copyStatus: 'BitLockerKeyInvalid',
      tone: 'danger',
      words: 'log.BitLockerKeyInvalid',
      isOdd: true,
    },
    {
      state: 'Completed',
      copyStatus: 'CompletedWithErrors',
      tone: 'danger',
      words: 'copy.CompletedWithErrors',
      isOdd: true,
    },
    {
      state: 'Completed',
      copyStatus: 'CompletedWithWarnings',
      tone: 'warning',
      words: 'copy.CompletedWithWarnings',
      isOdd: true,
    },
    { state: 'Levitating', copyStatus: '', tone: 'warning', words: 'drive.unknown', isOdd: true },
  ])('$state $copyStatus: $tone', ({ state, copyStatus, tone, words, isOdd }) => {
    const verdict = driveVerdict({ state, copyStatus });
    expect(verdict).toMatchObject({ tone, isOdd, wordsKey: `importStates.${words}` });
  });
});

describe('log table', () => {
  const entry = (status: string, blobPath: string, detail = '') => ({
    driveId: 'd',
    blobPath,
    filePath: '',
    status,
    detail,
    bytes: 1,
  });
  const entries = [
    entry('Completed', 'c/a.BaseBlob'),
    entry('Corrupted', 'c/b.BaseBlob', 'page 4194304'),
    entry('Failed', 'c/c.BaseBlob'),
  ];

  test.each([
    { filter: {}, found: 3 },
    { filter: { onlyTrouble: true }, found: 2 },
    { filter: { text: 'PAGE 4' }, found: 1 },
    { filter: { status: 'Completed' }, found: 1 },
    { filter: { status: 'Completed', onlyTrouble: true }, found: 0 },
  ])('$filter finds $found', ({ filter, found }) => {
    expect(filterLog(entries, { ...everything, ...filter })).toHaveLength(found);
  });

  test('offers statuses that occur, trouble first', () => {
    expect(statusesOf(entries)).toEqual(['Corrupted', 'Failed', 'Completed']);
  });
});

describe('steps after the import', () => {
  test.each([
    { name: 'before the import ends', imported: false, vault: undefined, states: 'locked locked locked' },
    { name: 'imported', imported: true, vault: undefined, states: 'open locked locked' },
    {
      name: 'copied but not verified',
      imported: true,
      vault: vault({ copiedAt: day(20) }),
      states: 'open locked locked',
    },
    {
      name: 'verified',
      imported: true,
      vault: vault({ copiedAt: day(20), verifiedAt: day(20) }),
      states: 'done open open',
    },
    {
      name: 'cleaned up',
      imported: true,
      vault: vault({
        copiedAt: day(20),
        verifiedAt: day(20),
        points: [point('incremental')],
        cleanedUpAt: day(21),
      }),
      states: 'done done done',
    },
  ])('$name', ({ imported, vault: record, states }) => {
    const given = job(record === undefined ? {} : { vault: record });
    const views = vaultStepViews(given, imported, () => undefined);
    expect(views.map(({ state }) => state).join(' ')).toBe(states);
  });
});

import { describe, expect, test } from 'vitest';
import { taskIdSchema } from '../../../src-shared/domain/ids.ts';
import type { TaskItem, TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import { bytesWithoutDrive, driveCards, driveIdsAtWork, missingSpace } from './drive-cards.ts';
import { prepareStage } from './page-stage.ts';
import { preparedDrive, taskItem } from './test-data.ts';

function task(items: readonly TaskItem[], changes: Partial<TaskSnapshot> = {}): TaskSnapshot {
  return {
    id: taskIdSchema.parse('7c0f7f4e-7f3b-4f0e-9d5b-0d8a5a4f1c11'),
    kind: 'prepareDisks',
    title: 'seed-fs01',
    state: 'running',
    phase: 'copying',
    phases: ['copying'],
    progress: { doneBytes: 0, doneFiles: 0 },
    items: [...items],
    warningCount: 0,
    warnings: [],
    canPause: true,
    canStop: true,
    startedAt: '2026-11-21T08:00:00.000Z',
    ...changes,
  };
}

describe('drive cards', () => {
  test.each([
    {
      name: 'copying',
      drive: preparedDrive('A1'),
      item: taskItem('A1'),
      states: 'done done done current coming coming',
      outcome: 'working',
    },
    {
      name: 'failed while verifying',
      drive: preparedDrive('A1', { state: 'failed' }),
      item: taskItem('A1', { phase: 'verifying', state: 'failed' }),
      states: 'done done done done failed coming',
      outcome: 'failed',
    },
    {
      name: 'ready',
      drive: preparedDrive('A1', { state: 'ready' }),
      item: undefined,
      states: 'done done done done done done',
      outcome: 'ready',
    },
    {
      name: 'not begun',
      drive: preparedDrive('A1', { state: 'waiting' }),
      item: undefined,
      states: 'coming coming coming coming coming coming',
      outcome: 'working',
    },
  ])('$name', ({ drive, item, states, outcome }) => {
    const [card] = driveCards({ drives: [drive] }, task(item === undefined ? [] : [item]));
    expect(card?.steps.map(({ state }) => state).join(' ')).toBe(states);
    expect(card?.outcome).toBe(outcome);
  });

  test.each([
    { name: 'its turn', item: taskItem('B2'), state: 'running', waitsFor: 'turn' },
    { name: 'nothing before the first one begins', item: undefined, state: 'running', waitsFor: undefined },
    {
      name: 'its turn in between',
      item: taskItem('A1', { state: 'paused' }),
      state: 'running',
      waitsFor: 'turn',
    },
    { name: 'going on', item: taskItem('A1'), state: 'paused', waitsFor: 'paused' },
    { name: 'a safe point', item: taskItem('A1'), state: 'stopping', waitsFor: 'safePoint' },
    { name: 'nothing', item: taskItem('A1'), state: 'running', waitsFor: undefined },
  ] as const)('waits for $name', ({ item, state, waitsFor }) => {
    const cards = driveCards(
      { drives: [preparedDrive('A1', { state: 'waiting' })] },
      task(item ? [item] : [], { state }),
    );
    expect(cards[0]?.waitsFor).toBe(waitsFor);
  });

  test('draws no steps for a drive that ended nobody knows where', () => {
    const item = taskItem('A1', { phase: 'done', state: 'failed' });
    const [card] = driveCards({ drives: [preparedDrive('A1', { state: 'failed' })] }, task([item]));
    expect(card?.steps).toEqual([]);
  });

  test('says what another drive has to hold, as the session found out', () => {
    const error = {
      kind: 'user',
      code: 'disk.capacityMissing',
      params: { files: 2, bytes: 30, neededBytes: 50 },
    } as const;
    const waiting = taskItem('further-drive', { phase: 'waitingForDisk', state: 'paused', error });
    const drives = [preparedDrive('A1', { bytes: 60, state: 'ready' })];
    const staging = { stagedBytes: 100 } as never;
    expect(missingSpace({ drives, staging }, task([waiting]))).toEqual({ bytes: 30, driveBytes: 50 });
    expect(missingSpace({ drives, staging }, task([]))).toEqual({ bytes: 40, driveBytes: 40 });
  });

  test('keeps drives that are written or finished away from another erase', () => {
    const drives = [
      preparedDrive('A 1', { state: 'ready' }),
      preparedDrive('B2', { state: 'copying' }),
      preparedDrive('C3', { state: 'failed' }),
    ];
    expect([...driveIdsAtWork({ drives })]).toEqual(['A1', 'B2']);
  });

  test('counts what failed and stopped drives leave without a place', () => {
    const drives = [
      preparedDrive('A1', { bytes: 60, state: 'ready' }),
      preparedDrive('A2', { bytes: 30, state: 'failed' }),
    ];
    // Only the staged length counts here.
    const staging = { stagedBytes: 100 } as never;
    expect(bytesWithoutDrive({ drives, staging })).toBe(40);
  });

  test.each([
    { phase: 'staged', drives: 0, state: undefined, stage: 'chooseDisks' },
    { phase: 'preparing', drives: 1, state: 'running', stage: 'running' },
    { phase: 'preparing', drives: 1, state: 'failed', stage: 'interrupted' },
    { phase: 'preparing', drives: 1, state: undefined, stage: 'interrupted' },
    { phase: 'prepared', drives: 1, state: 'completed', stage: 'contact' },
    { phase: 'prepared', drives: 1, state: 'running', stage: 'running' },
    { phase: 'shipped', drives: 1, state: undefined, stage: 'finished' },
  ] as const)('$phase with $state shows $stage', ({ phase, drives, state, stage }) => {
    const job = { phase, drives: Array.from({ length: drives }, () => preparedDrive('A1')) };
    expect(prepareStage(job, state === undefined ? undefined : task([], { state }))).toBe(stage);
  });
});

describe('a drive on which nothing moves', () => {
  const stalled = { doneBytes: 5, doneFiles: 0, stalledSeconds: 45 };
  test.each([
    ['while it is copied', 'copying', 'running', {}, 45],
    ['while it is read back', 'verifying', 'running', {}, 45],
    ['not while it is encrypted', 'encrypting', 'running', {}, undefined],
    ['not while everything is paused', 'copying', 'running', { state: 'paused' }, undefined],
    ['not after it failed', 'copying', 'failed', {}, undefined],
  ] as const)('is told %s', (_name, phase, state, changes, expected) => {
    const item = taskItem('A1', { phase, state, progress: stalled });
    const [card] = driveCards({ drives: [preparedDrive('A1')] }, task([item], changes));
    expect(card?.stalledSeconds).toBe(expected);
  });
});

import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { jobIdSchema } from '../../src-shared/domain/ids.ts';
import type { TaskSnapshot } from '../../src-shared/domain/tasks.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import type { TaskStart } from './task-control.ts';
import { createTaskRegistry } from './task-registry.ts';

const jobId = jobIdSchema.parse('11111111-1111-4111-8111-111111111111');
const staging: TaskStart = {
  kind: 'staging',
  jobId,
  title: 'seed-fs01',
  phases: ['estimatingSize', 'transferringData'],
  canPause: true,
  canStop: true,
};

function registry() {
  const awake: string[] = [];
  let monotonic = 0;
  const events: TaskSnapshot[] = [];
  const tasks = createTaskRegistry({
    log: createSilentLog(),
    monotonicMilliseconds: () => monotonic,
    power: {
      block() {
        awake.push('block');
        return () => awake.push('release');
      },
    },
  });
  tasks.onChange((task) => events.push(task));
  return { tasks, events, awake, moveOn: (milliseconds: number) => (monotonic += milliseconds) };
}

afterEach(() => vi.useRealTimers());

test('a task ends completed, is shown from the first to the last state and stays listed until dismissed', async () => {
  const { tasks, events, awake } = registry();
  const taskId = tasks.start(staging, async (control) => {
    control.setPhase('transferringData');
    control.report({ doneBytes: 5, totalBytes: 10 });
  });
  const last = await tasks.finished(taskId);
  expect(last).toMatchObject({ state: 'completed', phase: 'done', canStop: false });
  await tasks.close();
  expect(events[0]).toMatchObject({ state: 'running', phase: 'estimatingSize' });
  expect(events.at(-1)).toEqual(last);
  expect(awake).toEqual(['block', 'release']);
  expect(tasks.list()).toEqual([last]);
  tasks.dismiss(taskId);
  expect(tasks.list()).toEqual([]);
  expect(() => tasks.get(taskId)).toThrow(expect.objectContaining({ code: 'task.notFound' }));
});

test('thousands of reports become at most four events a second', async () => {
  vi.useFakeTimers();
  const { tasks, events } = registry();
  const taskId = tasks.start(staging, async (control) => {
    for (let report = 1; report <= 2000; report += 1) {
      control.report({ doneBytes: report });
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  });
  await vi.advanceTimersByTimeAsync(3000);
  await tasks.finished(taskId);
  expect(events.length).toBeGreaterThanOrEqual(8);
  expect(events.length).toBeLessThanOrEqual(10);
  expect(events.at(-1)).toMatchObject({ state: 'completed', progress: { doneBytes: 2000 } });
});

test('rate and time left appear when they can be honest and drop out when the work stands still', async () => {
  const { tasks, moveOn } = registry();
  let control: Parameters<Parameters<typeof tasks.start>[1]>[0] | undefined;
  let end = (): void => undefined;
  const taskId = tasks.start(staging, (given) => {
    control = given;
    return new Promise((resolve) => {
      end = resolve;
    });
  });
  await delay(1);
  for (let second = 1; second <= 12; second += 1) {
    moveOn(1000);
    control?.report({ doneBytes: second * 10_000_000, totalBytes: 1_000_000_000 });
  }
  expect(tasks.get(taskId).progress).toMatchObject({ bytesPerSecond: 10_000_000, secondsLeft: 88 });
  // A part that takes longer than the sum suggests is believed, a part that takes less is not.
  control?.report({ secondsLeft: 300 });
  expect(tasks.get(taskId).progress.secondsLeft).toBe(300);
  control?.report({ secondsLeft: 10 });
  expect(tasks.get(taskId).progress.secondsLeft).toBe(88);
  moveOn(20_000);
  expect(tasks.get(taskId).progress).not.toHaveProperty('secondsLeft');
  end();
  await tasks.finished(taskId);
});

test('pause holds the work, resume lets it go on, stop ends it even while paused', async () => {
  const { tasks } = registry();
  let units = 0;
  const taskId = tasks.start(staging, async (control) => {
    for (;;) {
      await control.waitWhilePaused();
      units += 1;
      await delay(1);
    }
  });
  await vi.waitFor(() => expect(units).toBeGreaterThan(2));
  tasks.pause(taskId);
  await delay(10);
  const unitsWhenPaused = units;
  await delay(20);
  expect(units).toBe(unitsWhenPaused);
  expect(tasks.get(taskId).state).toBe('paused');
  tasks.resume(taskId);
  await vi.waitFor(() => expect(units).toBeGreaterThan(unitsWhenPaused));
  tasks.pause(taskId);
  tasks.stop(taskId);
  const last = await tasks.finished(taskId);
  expect(last.state).toBe('stopped');
  expect(last).not.toHaveProperty('error');
});

test('an AppError is kept whole, anything else becomes internal.unexpected with an incident id', async () => {
  const { tasks } = registry();
  const known = tasks.start(staging, async () => {
    throw new AppError({ kind: 'environment', code: 'staging.noSpace', params: { path: '/mnt' } });
  });
  expect((await tasks.finished(known)).error).toEqual({
    kind: 'environment',
    code: 'staging.noSpace',
    params: { path: '/mnt' },
  });
  const unknown = tasks.start(staging, async () => {
    throw new TypeError('secret detail');
  });
  const { error, state } = await tasks.finished(unknown);
  expect(state).toBe('failed');
  expect(error).toEqual({
    kind: 'internal',
    code: 'internal.unexpected',
    params: { incidentId: expect.stringMatching(/^[0-9a-f]{8}$/) },
  });
});

test('the newest 200 warnings are kept and what was said about the whole run, all are counted', async () => {
  const { tasks } = registry();
  const taskId = tasks.start(staging, async (control) => {
    control.warn({ code: 'snapshot.notElevated', path: '/data', reason: '' });
    for (let file = 0; file < 500; file += 1) {
      control.warn({ code: 'file.unreadable', path: `/data/${file}`, reason: 'EACCES' });
    }
  });
  const last = await tasks.finished(taskId);
  expect(last).toMatchObject({ state: 'completedWithWarnings', warningCount: 501 });
  expect(last.warnings).toHaveLength(200);
  expect(last.warnings.slice(0, 2).map(({ path }) => path)).toEqual(['/data', '/data/301']);
  expect(last.warnings.at(-1)?.path).toBe('/data/499');
});

test('a second task of the same kind is refused for the same job only, and only while the first runs', async () => {
  const { tasks } = registry();
  const forever = (control: { waitWhilePaused(): Promise<void>; readonly signal: AbortSignal }) =>
    delay(60_000, undefined, { signal: control.signal });
  tasks.start(staging, forever);
  expect(() => tasks.start(staging, forever)).toThrow(
    expect.objectContaining({ code: 'job.alreadyRunning' }),
  );
  const { jobId: _jobId, ...withoutJob } = staging;
  tasks.start(withoutJob, forever);
  tasks.start(withoutJob, forever);
  await tasks.close();
  expect(tasks.list().map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped']);
  const again = tasks.start(staging, async () => undefined);
  expect((await tasks.finished(again)).state).toBe('completed');
});

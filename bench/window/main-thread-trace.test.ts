import { expect, it } from 'vitest';
import { mainThreadWork } from './main-thread-trace.ts';

const place = { pid: 7, tid: 1 };
const task = { name: 'ThreadControllerImpl::RunTask', ph: 'X', ...place };

it('the longest tasks of the main thread count by the time of the processor, with what ran in the longest', () => {
  const events = [
    { name: 'thread_name', ph: 'M', ...place, ts: 0, args: { name: 'CrRendererMain' } },
    { name: 'thread_name', ph: 'M', pid: 7, tid: 2, ts: 0, args: { name: 'Compositor' } },
    { ...task, ts: 100, dur: 900_000, tdur: 12_000 },
    { ...task, ts: 2_000_000, dur: 60_000, tdur: 31_000 },
    { name: 'Layout', ph: 'X', ...place, ts: 2_000_100, dur: 30_000, tdur: 20_000 },
    {
      name: 'FunctionCall',
      ph: 'X',
      ...place,
      ts: 2_030_100,
      tdur: 9000,
      args: { data: { functionName: 'draw' } },
    },
    { name: 'Layout', ph: 'X', ...place, ts: 200, dur: 30_000, tdur: 11_000 },
    { ...task, tid: 2, ts: 100, dur: 90_000, tdur: 80_000 },
  ];
  expect(mainThreadWork(events)).toEqual({
    tasks: [31, 12],
    taskCount: 2,
    longest: ['20 ms Layout', '9 ms FunctionCall draw'],
  });
  expect(mainThreadWork([])).toEqual({ tasks: [], taskCount: 0, longest: [] });
});

import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { unlimitedSpeed } from '../../src-shared/domain/speed-limits.ts';
import { createSpeedLimitCell, readSpeedLimit } from './speed-limit-cell.ts';

const limited = { ...unlimitedSpeed, workHourBytesPerSecond: 127_875_000, otherBytesPerSecond: 64_000 };
/** A Friday. */
const at = (hours: number): Date => new Date(2026, 10, 20, hours);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('follows the hours and the settings while somebody reads', () => {
  let now = at(8);
  const cell = createSpeedLimitCell(limited, () => now);
  expect(readSpeedLimit(cell.memory)).toEqual({ bytesPerSecond: 64_000 });
  now = at(9);
  vi.advanceTimersByTime(60_000);
  expect(readSpeedLimit(cell.memory)).toEqual({ bytesPerSecond: 127_875_000 });
  cell.change({ ...unlimitedSpeed, backgroundMode: true });
  expect(readSpeedLimit(cell.memory)).toEqual({ cpuShare: 0.5 });
  cell.change(unlimitedSpeed);
  expect(readSpeedLimit(cell.memory)).toEqual({});
  cell.change(limited);
  cell.close();
  now = at(20);
  vi.advanceTimersByTime(60_000);
  expect(readSpeedLimit(cell.memory)).toEqual({ bytesPerSecond: 127_875_000 });
});

it('is the same memory in another thread', async () => {
  const cell = createSpeedLimitCell(unlimitedSpeed, () => at(12));
  const reader = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     parentPort.on('message', () => parentPort.postMessage(Atomics.load(new Int32Array(workerData), 0)));`,
    { eval: true, workerData: cell.memory },
  );
  const read = (): Promise<number> =>
    new Promise((resolve) => {
      reader.once('message', resolve);
      reader.postMessage('read');
    });
  expect(await read()).toBe(0);
  cell.change(limited);
  expect(await read()).toBe(127_875_000);
  cell.close();
  await reader.terminate();
});

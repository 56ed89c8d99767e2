import { describe, expect, it } from 'vitest';
import { settledBytes, settledFraction } from './settled-progress.ts';

const read = { doneBytes: 1000, totalBytes: 1000, doneFiles: 4, totalFiles: 4, writtenBytes: 200 };
const waiting = { reason: 'stagingSpace', missingBytes: 600, path: '/staging' } as const;

describe('how far a task is', () => {
  it('is the share that is written while space is waited for, whatever was read', () => {
    expect(settledBytes({ ...read, waiting })).toBe(250);
    expect(settledFraction({ ...read, waiting }, 'running')).toBe(0.25);
    expect(settledFraction({ ...read, waiting }, 'paused')).toBe(0.25);
    expect(settledFraction({ ...read, waiting }, 'stopped')).toBe(0.25);
  });

  it('is never more than what was read, when the disk lacks less than the source still has', () => {
    const early = { ...read, doneBytes: 100, writtenBytes: 100, waiting: { ...waiting, missingBytes: 10 } };
    expect(settledBytes(early)).toBe(100);
    expect(settledFraction(early, 'running')).toBe(0.1);
  });

  it('is nothing as long as not one byte could be written', () => {
    const none = { ...read, writtenBytes: 0, waiting };
    expect(settledFraction(none, 'running')).toBe(0);
    expect(settledBytes({ ...none, waiting: { ...waiting, missingBytes: 0 } })).toBe(0);
  });

  it('is whole only when the task is finished', () => {
    expect(settledFraction(read, 'running')).toBe(0.99);
    expect(settledFraction(read, 'failed')).toBe(0.99);
    expect(settledFraction(read, 'completed')).toBe(1);
    expect(settledFraction({ doneBytes: 0, totalBytes: 0, doneFiles: 0 }, 'completedWithWarnings')).toBe(1);
  });

  it('is told by files where there are no bytes, and not at all where the whole is unknown', () => {
    const empty = { doneBytes: 0, totalBytes: 0, doneFiles: 1 };
    expect(settledFraction({ ...empty, totalFiles: 2 }, 'running')).toBe(0.5);
    expect(settledFraction({ ...empty, totalFiles: 0 }, 'running')).toBeUndefined();
    expect(settledFraction(empty, 'running')).toBeUndefined();
    expect(settledFraction({ doneBytes: 7, doneFiles: 1 }, 'running')).toBeUndefined();
    expect(settledBytes({ doneBytes: 7, waiting, writtenBytes: 1 })).toBe(7);
  });
});

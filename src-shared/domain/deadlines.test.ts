import { describe, expect, it } from 'vitest';
import { deadlinesOf } from './deadlines.ts';
import type { JobSnapshot } from './job.ts';

const createdAt = '2026-11-01T12:00:00.000Z';
const daysLater = (days: number): Date => new Date(Date.parse(createdAt) + days * 86_400_000);
const job = (parts: object): JobSnapshot =>
  ({ importJob: { createdAt }, ...parts }) as unknown as JobSnapshot;

describe('deadlinesOf', () => {
  it.each([
    [0, 14, 'calm'],
    [9.5, 4, 'calm'],
    [10.5, 3, 'amber'],
    [13.5, 0, 'red'],
    [14.5, -1, 'passed'],
  ])('%d days after creation: %d days left, %s', (days, daysLeft, urgency) => {
    expect(deadlinesOf(job({}), daysLater(days))).toEqual([
      { code: 'trackingNumberDue', dueAt: '2026-11-15T12:00:00.000Z', daysLeft, urgency },
    ]);
  });

  it('starts anew with every update that was sent', () => {
    const updated = job({ shipping: { lastUpdateSentAt: daysLater(5).toISOString() } });
    expect(deadlinesOf(updated, daysLater(5))[0]).toMatchObject({
      daysLeft: 14,
      dueAt: daysLater(19).toISOString(),
    });
  });

  it('turns to the arrival of the drives once shipped', () => {
    const shipped = job({ shipping: { committedAt: daysLater(6).toISOString() } });
    expect(deadlinesOf(shipped, daysLater(7))).toEqual([
      { code: 'drivesDue', dueAt: daysLater(20).toISOString(), daysLeft: 13, urgency: 'calm' },
    ]);
  });

  it('has none before the job and none after the drives arrived', () => {
    expect(deadlinesOf({} as JobSnapshot, daysLater(0))).toEqual([]);
    expect(deadlinesOf(job({ monitor: { history: [{ state: 'Received' }] } }), daysLater(9))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { type JobSituation, nextStep } from './timeline.ts';

const start = new Date('2026-03-01T08:00:00.000Z');
const day = (days: number): Date => new Date(start.getTime() + days * 86_400_000);
const job: JobSituation = {
  state: 'Creating',
  since: start,
  updatedAt: start,
  parcelArrivesAt: undefined,
  areDrivesNeverReceived: false,
  isTransferRunning: false,
  transferFinishedAt: undefined,
  hadErrors: false,
  now: day(20),
};

describe('timeline of an import job', () => {
  it.each<[string, Partial<JobSituation>, string, Date]>([
    ['expires two weeks after the last update', { updatedAt: day(3) }, 'creatingExpires', day(17)],
    [
      'is received when the parcel arrives',
      { state: 'Shipping', parcelArrivesAt: day(3) },
      'drivesReceived',
      day(3),
    ],
    [
      'is not received before it is set to Shipping',
      { state: 'Shipping', since: day(5), parcelArrivesAt: day(3) },
      'drivesReceived',
      day(5),
    ],
    ['misses its drives after two weeks', { state: 'Shipping' }, 'drivesMissing', day(14)],
    [
      'is closed after thirty days without answer',
      { state: 'Shipping', areDrivesNeverReceived: true },
      'closedUnanswered',
      day(30),
    ],
    [
      'takes in drives that turn up late',
      { state: 'Shipping', areDrivesNeverReceived: true, parcelArrivesAt: day(17) },
      'drivesReceived',
      day(17),
    ],
    ['starts the transfer a day after receipt', { state: 'Received' }, 'transferStarts', day(1)],
    ['goes on with an interrupted transfer at once', { state: 'Transferring' }, 'transferStarts', start],
    [
      'waits for a running transfer',
      { state: 'Transferring', isTransferRunning: true },
      'transferFinishes',
      day(20),
    ],
    [
      'packs a day after the last drive',
      { state: 'Transferring', transferFinishedAt: day(2) },
      'packaging',
      day(3),
    ],
    ['completes', { state: 'Packaging' }, 'completed', day(1)],
    ['closes when something failed', { state: 'Packaging', hadErrors: true }, 'closed', day(1)],
    ['is removed after ninety days', { state: 'Completed' }, 'jobRemoved', day(90)],
    ['is removed after ninety days when closed', { state: 'Closed' }, 'jobRemoved', day(90)],
  ])('%s', (_what, situation, code, at) => {
    expect(nextStep({ ...job, ...situation })).toEqual({ code, at });
  });

  it('leaves states alone that staff has to resolve', () => {
    expect(nextStep({ ...job, state: 'Faulted' })).toBeUndefined();
  });
});

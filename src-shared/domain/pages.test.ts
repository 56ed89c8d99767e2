import { describe, expect, it } from 'vitest';
import { emptyInitiateDraft } from './initiate-draft.ts';
import { type JobPhase, type JobSnapshot, jobSnapshotSchema } from './job.ts';
import { canEnterPage, nextPage, pageStates } from './pages.ts';

const at = '2026-11-21T12:00:00.000Z';

function jobIn(phase: JobPhase, points = 0): JobSnapshot {
  return jobSnapshotSchema.parse({
    id: '0b7f3f4e-6f0c-4a5b-9a54-0d9a3f1c2b7d',
    role: 'source',
    cloudId: 'practice',
    machineName: 'fs01',
    createdAt: at,
    updatedAt: at,
    phase,
    draft: emptyInitiateDraft(),
    drives: [],
    ...(points === 0
      ? {}
      : {
          vault: {
            vaultName: 'v',
            container: 'c',
            points: [
              { id: '0'.repeat(32), createdAt: at, kind: 'initial', files: 1, sourceBytes: 1, addedBytes: 1 },
            ],
          },
        }),
  });
}

describe('pageStates', () => {
  it.each<[JobPhase, number, string, string]>([
    ['draft', 0, 'initiate', 'current locked locked locked locked'],
    ['staging', 0, 'initiate', 'current locked locked locked locked'],
    ['staged', 0, 'prepareDisks', 'done current locked locked locked'],
    ['preparing', 0, 'prepareDisks', 'done current locked locked locked'],
    ['prepared', 0, 'prepareDisks', 'done current locked locked locked'],
    ['jobCreated', 0, 'shipping', 'done done current locked locked'],
    ['shipped', 0, 'monitor', 'done done done current locked'],
    ['imported', 0, 'monitor', 'done done done current locked'],
    ['vaulted', 1, 'recover', 'done done done open current'],
    ['cleanedUp', 1, 'recover', 'done done done done current'],
  ])('%s with %i points leads to %s', (phase, points, next, states) => {
    const job = jobIn(phase, points);
    expect(nextPage(job)).toBe(next);
    expect(
      pageStates(job)
        .map(({ state }) => state)
        .join(' '),
    ).toBe(states);
  });

  it.each<[JobPhase, string]>([
    ['staged', 'page.noDrive'],
    ['prepared', 'page.noImportJob'],
  ])('says why shipping is locked in %s', (phase, lock) => {
    expect(pageStates(jobIn(phase)).find(({ page }) => page === 'shipping')?.lock).toBe(lock);
    expect(canEnterPage('shipping', jobIn(phase))).toBe(false);
  });
});

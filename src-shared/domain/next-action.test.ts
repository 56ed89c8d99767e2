import { expect, test } from 'vitest';
import { emptyInitiateDraft } from './initiate-draft.ts';
import { type JobSnapshot, jobPhases, jobSnapshotSchema } from './job.ts';
import { isWorthAsking, nextActionOf } from './next-action.ts';

const at = '2026-11-21T12:00:00.000Z';

function job(parts: object): JobSnapshot {
  return jobSnapshotSchema.parse({
    id: '11111111-1111-4111-8111-111111111111',
    role: 'source',
    cloudId: 'practice',
    machineName: 'fs01',
    createdAt: at,
    updatedAt: at,
    phase: 'draft',
    draft: emptyInitiateDraft(),
    drives: [],
    ...parts,
  });
}

const monitor = (state: string) => ({
  state,
  percentComplete: 0,
  history: [],
  drives: [],
  lastAskedAt: at,
});
const importJob = {
  name: 'seed-fs01',
  subscriptionId: '22222222-2222-4222-8222-222222222222',
  resourceGroup: 'seeding',
  location: 'westus',
  storageAccount: 'seedacct',
  container: 'seed',
  createdAt: at,
  carriers: [],
  shipTo: {
    recipientName: '',
    streetAddress1: '',
    streetAddress2: '',
    city: '',
    stateOrProvince: '',
    postalCode: '',
    countryOrRegion: '',
    phone: '',
    notice: '',
  },
};

test('every phase has a next action', () => {
  expect(jobPhases.map((phase) => nextActionOf(job({ phase })).code)).toEqual([
    'finishInitiate',
    'continueStaging',
    'prepareDrives',
    'continueDrives',
    'createImportJob',
    'enterShipping',
    'waitForParcel',
    'moveToVault',
    'cleanUp',
    'nothing',
  ]);
});

test.each([
  ['Shipping', 'waitForParcel', 'azure'],
  ['Transferring', 'waitForImport', 'azure'],
  ['SomethingNew', 'waitForImport', 'azure'],
  ['Faulted', 'answerDatacenter', 'operator'],
  ['Closed', 'readLogs', 'operator'],
])('a shipped job in %s: %s by %s', (state, code, actor) => {
  expect(nextActionOf(job({ phase: 'shipped', monitor: monitor(state) }))).toMatchObject({ code, actor });
});

test.each([
  ['a job without import job', { phase: 'staged' }, false],
  ['a created job', { phase: 'jobCreated', importJob }, true],
  ['a job on the way', { phase: 'shipped', importJob, monitor: monitor('Shipping') }, true],
  ['a closed job', { phase: 'shipped', importJob, monitor: monitor('Closed') }, false],
  ['an imported job', { phase: 'imported', importJob, monitor: monitor('Completed') }, false],
])('%s is worth asking about: %s', (_name, parts, expected) => {
  expect(isWorthAsking(job(parts))).toBe(expected);
});

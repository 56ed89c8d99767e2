import { describe, expect, test } from 'vitest';
import { emptyInitiateDraft } from './initiate-draft.ts';
import { type JobSnapshot, jobPhases, jobSnapshotSchema } from './job.ts';
import { isWorthAsking, nextActionOf } from './next-action.ts';
import { packagesOf } from './packages.ts';

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

describe('an imported job of a set with two import jobs', () => {
  const staging = {
    stagingPath: 'E:\\staging',
    setId: 'ab'.repeat(16),
    recoveryPointId: 'cd'.repeat(16),
    descriptorFile: 'seed-fs01.AIBBlob',
    machineName: 'fs01',
    startedAt: at,
    files: 1,
    folders: 0,
    sourceBytes: 1,
    stagedBytes: 1,
    volumes: 1,
    skippedFiles: 0,
  };
  const opaque = {
    sourcePath: 'E:\\mars',
    blobKind: 'page',
    prefix: '',
    disposition: 'no-overwrite',
    files: 1,
    bytes: 512,
  };
  const verified = { vaultName: 'v', container: 'c', verifiedAt: at, points: [] };
  const named = (importJobName: string) => {
    const draft = emptyInitiateDraft();
    return { draft: { ...draft, offlineDetails: { ...draft.offlineDetails, importJobName } } };
  };
  const first = (set: object) =>
    job({ ...named('seed-fs01'), phase: 'imported', monitor: monitor('Completed'), ...set });
  const second = (state: string, set: object) =>
    job({
      ...named('seed-fs01-2'),
      phase: state === 'Completed' ? 'imported' : 'shipped',
      monitor: monitor(state),
      package: { number: 2, firstJobName: 'seed-fs01' },
      ...set,
    });

  test.each([
    {
      name: 'the first waits for the second',
      one: first({ staging }),
      others: [second('Received', { staging })],
      code: 'waitForSet',
      importJobs: ['seed-fs01-2'],
    },
    {
      name: 'the first moves the whole set',
      one: first({ staging }),
      others: [second('Completed', { staging })],
      code: 'moveToVault',
    },
    {
      name: 'the second waits for the first',
      one: second('Completed', { staging }),
      others: [first({ staging, phase: 'shipped', monitor: monitor('Shipping') })],
      code: 'waitForSet',
      importJobs: ['seed-fs01'],
    },
    {
      name: 'the second leads to the first',
      one: second('Completed', { staging }),
      others: [first({ staging })],
      code: 'goOnInFirstJob',
      importJobs: ['seed-fs01'],
    },
    {
      name: 'the second leads to a first that is elsewhere',
      one: second('Completed', { staging }),
      others: [],
      code: 'goOnInFirstJob',
      importJobs: ['seed-fs01'],
    },
    {
      name: 'the second is done when the set is in the vault',
      one: second('Completed', { staging }),
      others: [first({ staging, vault: verified, phase: 'vaulted' })],
      code: 'nothing',
    },
    {
      name: 'another program waits for the second',
      one: first({ opaque }),
      others: [second('Shipping', { opaque })],
      code: 'waitForSet',
      importJobs: ['seed-fs01-2'],
    },
    {
      name: 'another program goes on with a whole set',
      one: second('Completed', { opaque }),
      others: [first({ opaque })],
      code: 'goOnInProgram',
    },
    { name: 'a set in one import job', one: first({ staging }), others: [], code: 'moveToVault' },
  ])('$name', ({ one, others, code, importJobs }) => {
    const action = nextActionOf(one, packagesOf(one, [one, ...others]));
    expect([action.code, action.importJobs]).toEqual([code, importJobs]);
  });
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

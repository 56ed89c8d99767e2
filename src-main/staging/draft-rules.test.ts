import { describe, expect, it } from 'vitest';
import { emptyInitiateDraft, type InitiateDraft } from '../../src-shared/domain/initiate-draft.ts';
import { requireCompleteDraft } from './draft-rules.ts';

const complete: InitiateDraft = {
  ...emptyInitiateDraft(),
  items: [{ path: '/srv/files', kind: 'folder' }],
  offlineDetails: {
    ...emptyInitiateDraft().offlineDetails,
    stagingLocation: '/mnt/staging',
    storageAccount: 'seedaccount',
    container: 'seed-fs01',
    subscriptionId: '00000000-0000-4000-8000-000000000001',
    importJobName: 'seed-fs01',
  },
};

describe('requireCompleteDraft', () => {
  it('accepts a complete draft', () => {
    expect(() => requireCompleteDraft(complete)).not.toThrow();
  });

  it.each<[string, Partial<InitiateDraft['offlineDetails']>, string, string]>([
    ['staging location', { stagingLocation: ' ' }, 'staging.pathUnknown', 'stagingLocation'],
    ['storage account', { storageAccount: 'Seed_Account' }, 'azure.storageAccountInvalid', 'storageAccount'],
    ['container', { container: 'a--b' }, 'azure.containerInvalid', 'container'],
    ['subscription', { subscriptionId: 'mine' }, 'azure.subscriptionInvalid', 'subscriptionId'],
    ['import job name', { importJobName: '1st-seed' }, 'azure.importJobNameInvalid', 'importJobName'],
  ])('names the %s box and its rule', (_name, details, code, field) => {
    const draft = { ...complete, offlineDetails: { ...complete.offlineDetails, ...details } };
    expect(() => requireCompleteDraft(draft)).toThrow(
      expect.objectContaining({ kind: 'user', code, field: `draft.offlineDetails.${field}` }),
    );
  });

  it('asks for something to back up', () => {
    expect(() => requireCompleteDraft({ ...complete, items: [] })).toThrow(
      expect.objectContaining({ code: 'staging.nothingToBackUp', field: 'draft.items' }),
    );
  });
});

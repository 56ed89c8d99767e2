import type { HandlersOf } from '../../../src-shared/contract/calls.ts';
import type { initiateCalls } from '../../../src-shared/contract/initiate-calls.ts';
import { measureLine } from '../../azure/measure-line.ts';
import { checkStaging } from '../../readiness/staging-location.ts';
import { writePassphraseSheet } from '../../staging/passphrase-sheet.ts';
import type { Services } from '../services.ts';

/** Routes the calls of Initiate. */
export function initiateHandlers(services: Services): HandlersOf<typeof initiateCalls> {
  const { initiate, jobs, log, readiness, resources, stagedSet, staging, translate } = services;
  return {
    'initiate.saveDraft': ({ jobId, draft }) => initiate.saveDraft(jobId, draft),
    'initiate.estimate': ({ jobId }) => initiate.estimate(jobId),
    'initiate.checkStaging': ({ jobId, path }) => checkStaging(path, jobs.get(jobId).draft),
    'initiate.measureLine': async ({ jobId }) => measureLine(resources, jobs.get(jobId), log),
    'initiate.subscriptions': async ({ jobId }) => [
      ...(await resources.subscriptions(jobs.get(jobId).cloudId)),
    ],
    'initiate.storageAccounts': async ({ jobId, subscriptionId }) => [
      ...(await resources.storageAccounts({ cloudId: jobs.get(jobId).cloudId, subscriptionId })),
    ],
    'initiate.containers': async ({ jobId, subscriptionId, resourceGroup, storageAccount }) => [
      ...(await resources.containers({
        cloudId: jobs.get(jobId).cloudId,
        subscriptionId,
        resourceGroup,
        storageAccount,
      })),
    ],
    'initiate.vaults': async ({ jobId, subscriptionId }) => [
      ...(await resources.vaults({ cloudId: jobs.get(jobId).cloudId, subscriptionId })),
    ],
    'initiate.readiness': ({ jobId }) => readiness.initiate(jobId),
    'initiate.fixReadiness': ({ jobId, checkId }) => readiness.fix(jobId, checkId),
    'initiate.generatePassphrase': async () => ({ passphrase: staging.generatePassphrase() }),
    'initiate.savePassphraseSheet': async ({ jobId, folder, passphrase }) => ({
      path: await writePassphraseSheet({ job: jobs.get(jobId), folder, passphrase, translate }),
    }),
    'initiate.backUp': async ({ jobId, passphrase }) => ({ taskId: initiate.backUp(jobId, passphrase) }),
    'initiate.addStagingFolder': async ({ jobId, path }) => {
      const { draft } = jobs.get(jobId);
      await checkStaging(path, draft, draft.volumeBytes);
      return initiate.addStagingFolder(jobId, path);
    },
    'initiate.setSpeed': ({ jobId, speed }) => initiate.setSpeed(jobId, speed),
    'initiate.changePassphrase': async ({ jobId, currentPassphrase, newPassphrase }) => {
      await stagedSet.changePassphrase(jobId, currentPassphrase, newPassphrase);
      return {};
    },
    'initiate.verifyStaging': async ({ jobId, passphrase }) => ({
      taskId: await stagedSet.verify(jobId, passphrase),
    }),
  };
}

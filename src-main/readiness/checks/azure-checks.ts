import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { hasReached } from '../../../src-shared/domain/job.ts';
import type { AccountService } from '../../azure/account-service.ts';
import type { ApplicationRegistration } from '../../azure/application-registration.ts';
import type { AzureResources, AzureScope, StorageAccountScope } from '../../azure/azure-resources.ts';
import { importExportProvider } from '../../azure/providers.ts';
import { regionKey, sameText } from '../../azure/resource-id.ts';
import {
  type Finding,
  fail,
  notApplicable,
  notChosen,
  pass,
  type ReadinessCheck,
  warning,
} from '../readiness-check.ts';

export interface AzureCheckParts {
  readonly account: Pick<AccountService, 'session'>;
  readonly resources: AzureResources;
  readonly registration: ApplicationRegistration;
}

const scopeOf = ({ cloudId, draft }: JobSnapshot): AzureScope => ({
  cloudId,
  subscriptionId: draft.offlineDetails.subscriptionId,
});

/** @throws AppError when the chosen account cannot be used */
async function accountScope(resources: AzureResources, job: JobSnapshot): Promise<StorageAccountScope> {
  const { storageAccount } = job.draft.offlineDetails;
  const { resourceGroup } = await resources.usableStorageAccount(scopeOf(job), storageAccount);
  return { ...scopeOf(job), resourceGroup, storageAccount };
}

const needsSubscription = ({ draft }: JobSnapshot): Finding | undefined =>
  draft.offlineDetails.subscriptionId === '' ? notChosen : undefined;

const needsAccount = (job: JobSnapshot): Finding | undefined =>
  job.draft.offlineDetails.storageAccount === '' ? notChosen : needsSubscription(job);

/** Signed in to the cloud of this job, with a sign-in that still gives tokens. */
export function createSignedInCheck({ account }: Pick<AzureCheckParts, 'account'>): ReadinessCheck {
  return {
    id: 'signedIn',
    run: async ({ job }) => {
      const session = await account.session(job.cloudId);
      await session.credential.getToken(session.scopes.resourceManager);
      return pass('ok', { user: session.userName });
    },
  };
}

export function createSubscriptionCheck({ resources }: AzureCheckParts): ReadinessCheck {
  return {
    id: 'subscriptionReachable',
    applicable: needsSubscription,
    run: async ({ job }) => {
      const { name } = await resources.checkSubscription(scopeOf(job));
      return pass('ok', { name });
    },
  };
}

/** R44; fixing registers and waits. */
export function createProviderCheck({ resources }: AzureCheckParts): ReadinessCheck {
  return {
    id: 'providerRegistered',
    applicable: needsSubscription,
    run: async ({ job }) => {
      const state = await resources.providerState(scopeOf(job), importExportProvider);
      const params = { provider: importExportProvider, state };
      if (state === 'Registered') return pass('ok', params);
      return fail(state === 'Registering' ? 'registering' : 'notRegistered', { params, canFix: true });
    },
    fix: ({ job, signal }) => resources.registerProvider(scopeOf(job), importExportProvider, signal),
  };
}

/** Kind, hardware and existence; page blobs rule some accounts out. */
export function createStorageAccountCheck({ resources }: AzureCheckParts): ReadinessCheck {
  return {
    id: 'storageAccountUsable',
    applicable: needsAccount,
    run: async ({ job }) => {
      const { storageAccount } = job.draft.offlineDetails;
      const { region } = await resources.usableStorageAccount(scopeOf(job), storageAccount);
      return pass('ok', { name: storageAccount, region });
    },
  };
}

/** Names that this job's own files have in a container, below whatever folder. */
function isOwnBlob(importJobName: string, blobName: string): boolean {
  const file = blobName.split('/').at(-1) ?? '';
  if (!file.startsWith(importJobName)) return false;
  return /^(-\d{6}|-descriptor|-\d{8}T\d{6}Z)?\.(BaseBlob|AIBBlob)$/.test(file.slice(importJobName.length));
}

/** A seed needs a container of its own: the import overwrites what has the same name (import-export.md 5, row 23). */
export function createContainerCheck({ resources }: AzureCheckParts): ReadinessCheck {
  const needsContainer = (job: JobSnapshot): Finding | undefined =>
    job.draft.offlineDetails.container === '' ? notChosen : needsAccount(job);
  return {
    id: 'containerReady',
    applicable: needsContainer,
    run: async ({ job }) => {
      const { container, importJobName } = job.draft.offlineDetails;
      const params = { name: container };
      const isOwn = (name: string): boolean => importJobName !== '' && isOwnBlob(importJobName, name);
      const content = await resources.containerContent(await accountScope(resources, job), container, isOwn);
      switch (content) {
        case 'missing':
          return fail('missing', { params, canFix: true });
        case 'empty':
          return pass('ok', params);
        case 'ownBlobs':
          return pass('ownBlobs', params);
        case 'otherBlobs':
          return warning('notEmpty', params);
      }
    },
    fix: async ({ job }) =>
      resources.createContainer(await accountScope(resources, job), job.draft.offlineDetails.container),
  };
}

/** The vault exists; another region than the storage account's costs time and traffic, so it warns (section 7, C15). */
export function createVaultCheck({ resources }: AzureCheckParts): ReadinessCheck {
  return {
    id: 'vaultReady',
    applicable: (job) => (job.draft.offlineDetails.vaultName === '' ? notChosen : needsSubscription(job)),
    run: async ({ job }) => {
      const { vaultName, vaultResourceGroup, storageAccount } = job.draft.offlineDetails;
      const vaults = await resources.vaults(scopeOf(job));
      const vault = vaults.find(
        ({ name, resourceGroup }) =>
          sameText(name, vaultName) &&
          (vaultResourceGroup === '' || sameText(resourceGroup, vaultResourceGroup)),
      );
      if (vault === undefined) return fail('missing', { params: { name: vaultName } });
      const accounts = await resources.storageAccounts(scopeOf(job));
      const accountRegion = accounts.find(({ name }) => name === storageAccount)?.region ?? vault.region;
      const params = { name: vault.name, region: vault.region, redundancy: vault.redundancy, accountRegion };
      const isSameRegion = regionKey(accountRegion) === regionKey(vault.region);
      return isSameRegion ? pass('ok', params) : warning('otherRegion', params);
    },
  };
}

/** The application that Azure Backup's import runs under (R41-R43); fixing registers what is missing. */
export function createApplicationCheck({ registration, resources }: AzureCheckParts): ReadinessCheck {
  return {
    id: 'applicationRegistered',
    applicable: needsAccount,
    run: async ({ job }) => {
      const step = await registration.missingStep(await accountScope(resources, job));
      return step === undefined ? pass() : fail('missing', { params: { step }, canFix: true });
    },
    fix: async ({ job }) => {
      await registration.register(await accountScope(resources, job));
    },
  };
}

/** Once the import job exists, Initiate has nothing left to get ready. */
export const untilJobCreated = (check: ReadinessCheck): ReadinessCheck => ({
  ...check,
  applicable: (job) =>
    hasReached(job, 'jobCreated') ? notApplicable('alreadyCreated') : check.applicable?.(job),
});

import { useTranslation } from 'react-i18next';
import type { JobId } from '../../../src-shared/domain/ids.ts';
import type { OfflineDetails } from '../../../src-shared/domain/initiate-draft.ts';
import { brokenSubscriptionIdRule } from '../../../src-shared/domain/naming-rules.ts';
import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import { useCall } from '../../bridge/use-call.ts';

/** Something to pick: what goes into the box, and what tells it apart. */
export interface Choice {
  readonly value: string;
  readonly note: string;
  readonly isDisabled: boolean;
}

export interface AzureChoices {
  readonly subscriptions: readonly Choice[];
  readonly storageAccounts: readonly Choice[];
  readonly containers: readonly Choice[];
  readonly vaults: readonly Choice[];
  readonly subscriptionName: string | undefined;
  /** Resource group and region of an account by its name; nothing for a name that is not in the list. */
  readonly factsOfAccount: (name: string) => Partial<OfflineDetails>;
  readonly factsOfVault: (name: string) => Partial<OfflineDetails>;
  readonly error: AppErrorData | undefined;
}

/** What Azure offers for the boxes, as far as the boxes before are filled. Empty lists while signed out. */
export function useAzureChoices(jobId: JobId, details: OfflineDetails, isSignedIn: boolean): AzureChoices {
  const { t } = useTranslation();
  const { subscriptionId, resourceGroup, storageAccount } = details;
  const canAsk = isSignedIn && brokenSubscriptionIdRule(subscriptionId) === undefined;
  const subscriptions = useCall('initiate.subscriptions', { jobId }, { enabled: isSignedIn });
  const accounts = useCall('initiate.storageAccounts', { jobId, subscriptionId }, { enabled: canAsk });
  const account = accounts.data?.find(({ name }) => name === storageAccount);
  const containers = useCall(
    'initiate.containers',
    { jobId, subscriptionId, resourceGroup, storageAccount },
    { enabled: canAsk && account !== undefined && resourceGroup !== '' },
  );
  const vaults = useCall('initiate.vaults', { jobId, subscriptionId }, { enabled: canAsk });
  return {
    subscriptions: (subscriptions.data ?? []).map(({ id, name }) => ({
      value: id,
      note: name,
      isDisabled: false,
    })),
    storageAccounts: (accounts.data ?? []).map(({ name, region, kind, blocker }) => ({
      value: name,
      note: blocker === undefined ? `${region}, ${kind}` : t(`initiate.offlineDetails.blocker.${blocker}`),
      isDisabled: blocker !== undefined,
    })),
    containers: (containers.data ?? []).map((name) => ({ value: name, note: '', isDisabled: false })),
    vaults: (vaults.data ?? []).map(({ name, region, redundancy }) => ({
      value: name,
      note: `${region}, ${redundancy}`,
      isDisabled: false,
    })),
    subscriptionName: subscriptions.data?.find(({ id }) => id === subscriptionId)?.name,
    factsOfAccount: (name) => {
      const found = accounts.data?.find((each) => each.name === name);
      return found === undefined
        ? { resourceGroup: '', region: '' }
        : { resourceGroup: found.resourceGroup, region: found.region };
    },
    factsOfVault: (name) => ({
      vaultResourceGroup: vaults.data?.find((each) => each.name === name)?.resourceGroup ?? '',
    }),
    error: subscriptions.error ?? accounts.error ?? containers.error ?? vaults.error ?? undefined,
  };
}

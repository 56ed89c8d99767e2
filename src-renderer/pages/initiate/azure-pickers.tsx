import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobId } from '../../../src-shared/domain/ids.ts';
import type { OfflineDetails } from '../../../src-shared/domain/initiate-draft.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { ChoiceField } from './choice-field.tsx';
import { brokenDetailRule } from './initiate-steps.ts';
import { useAzureChoices } from './use-azure-choices.ts';

export interface AzurePickersProps {
  readonly jobId: JobId;
  readonly details: OfflineDetails;
  readonly isSignedIn: boolean;
  readonly showRequired: boolean;
  readonly onChange: (change: Partial<OfflineDetails>) => void;
  /** Other words than those for a backup of this wizard. */
  readonly containerHint?: string;
  /** False where the container is settled. */
  readonly withContainer?: boolean;
  /** False where no vault of ours is concerned. */
  readonly withVault?: boolean;
  /** The import job name, which stands between the subscription and the vault. */
  readonly children?: ReactNode;
}

/** Account, container, subscription and vault: pickers after sign-in, boxes always. */
export function AzurePickers(props: AzurePickersProps) {
  const { t } = useTranslation();
  const { details, onChange, showRequired } = props;
  const choices = useAzureChoices(props.jobId, details, props.isSignedIn);
  const { resourceGroup, region } = details;
  return (
    <>
      {choices.error === undefined ? null : <ErrorPanel error={choices.error} takeFocus={false} />}
      <ChoiceField
        label={t('initiate.offlineDetails.storageAccount')}
        hint={
          resourceGroup === ''
            ? t('initiate.offlineDetails.storageAccountHint')
            : t('initiate.offlineDetails.accountIn', { resourceGroup, region })
        }
        value={details.storageAccount}
        choices={choices.storageAccounts}
        brokenRule={brokenDetailRule(details, 'storageAccount')}
        showRequired={showRequired}
        onChange={(storageAccount) => onChange({ storageAccount, ...choices.factsOfAccount(storageAccount) })}
      />
      {props.withContainer === false ? null : (
        <ChoiceField
          label={t('initiate.offlineDetails.container')}
          hint={props.containerHint ?? t('initiate.offlineDetails.containerHint')}
          value={details.container}
          choices={choices.containers}
          brokenRule={brokenDetailRule(details, 'container')}
          showRequired={showRequired}
          onChange={(container) => onChange({ container })}
        />
      )}
      <ChoiceField
        label={t('initiate.offlineDetails.subscriptionId')}
        hint={choices.subscriptionName ?? t('initiate.offlineDetails.subscriptionHint')}
        value={details.subscriptionId}
        choices={choices.subscriptions}
        brokenRule={brokenDetailRule(details, 'subscriptionId')}
        showRequired={showRequired}
        onChange={(subscriptionId) => onChange({ subscriptionId })}
      />
      {props.children}
      {props.withVault === false ? null : (
        <ChoiceField
          label={t('initiate.offlineDetails.vaultName')}
          hint={t('initiate.offlineDetails.vaultHint')}
          value={details.vaultName}
          choices={choices.vaults}
          brokenRule={brokenDetailRule(details, 'vaultName')}
          showRequired={showRequired}
          onChange={(vaultName) => onChange({ vaultName, ...choices.factsOfVault(vaultName) })}
        />
      )}
    </>
  );
}

import { Button, Text } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import type { OpaqueDestination, OpaqueSource } from '../../../src-shared/domain/opaque.ts';
import { settledBy } from '../../../src-shared/domain/opaque-destination.ts';
import { packagesOf } from '../../../src-shared/domain/packages.ts';
import { useCall, useCallMutation } from '../../bridge/use-call.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DefinitionList } from '../../components/definition-list.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Section } from '../../components/section.tsx';
import { SignInPanel } from '../../components/sign-in-panel.tsx';
import { AzurePickers } from '../initiate/azure-pickers.tsx';
import { isDestinationComplete, settingsOf } from './opaque-form.ts';

/** What stands on the drives: names, places and kind of the blobs. */
function SettledDetails(props: { readonly job: JobSnapshot; readonly opaque: OpaqueSource }) {
  const { t } = useTranslation();
  const { opaque } = props;
  const { container, importJobName } = props.job.draft.offlineDetails;
  const rows = [
    { term: t('initiate.offlineDetails.importJobName'), value: importJobName },
    { term: t('initiate.offlineDetails.container'), value: container },
    ...(opaque.prefix === '' ? [] : [{ term: t('opaque.prefix'), value: opaque.prefix }]),
    { term: t('opaque.kind'), value: t(`opaque.${opaque.blobKind}`) },
    { term: t('opaque.disposition'), value: t(`opaque.dispositions.${opaque.disposition}`) },
    ...(opaque.metadata === undefined ? [] : [{ term: t('opaque.metadata'), value: opaque.metadata.path }]),
    ...(opaque.properties === undefined
      ? []
      : [{ term: t('opaque.properties'), value: opaque.properties.path }]),
  ];
  return (
    <Section title={t('opaque.onDrives')} text={t('opaque.onDrivesText')}>
      <DefinitionList rows={rows} />
    </Section>
  );
}

function DetailsDialog(props: {
  readonly job: JobSnapshot;
  readonly opaque: OpaqueSource;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { job, opaque, onClose } = props;
  const { storageAccount, resourceGroup, region, subscriptionId } = settingsOf(job);
  const [destination, setDestination] = useState<OpaqueDestination>({
    ...{ storageAccount, resourceGroup, region, subscriptionId },
  });
  const { data: account } = useCall('account.status', {});
  const { data: jobs } = useCall('jobs.list', {});
  const change = useCallMutation('opaque.changeDestination', { onSuccess: onClose });
  const settled = settledBy(packagesOf(job, jobs ?? []));
  const canChange = jobs !== undefined && settled === undefined;
  const isChanged =
    destination.storageAccount !== storageAccount || destination.subscriptionId !== subscriptionId;
  const isSignedIn = account?.signedIn === true;
  return (
    <ConfirmDialog
      open
      wide
      title={t('opaque.detailsTitle')}
      confirmLabel={t('opaque.saveDestination')}
      canConfirm={isChanged && isDestinationComplete(destination)}
      isBusy={change.isPending}
      onConfirm={canChange ? () => change.mutate({ jobId: job.id, destination }) : undefined}
      onCancel={onClose}
    >
      {change.error === null ? null : <ErrorPanel error={change.error} onDismiss={change.reset} />}
      <Section
        title={t('opaque.destination')}
        text={settled === undefined ? t('opaque.destinationText') : undefined}
      >
        {settled === undefined ? null : <Text>{t('opaque.destinationSettled', { name: settled })}</Text>}
        {canChange && account !== undefined && !isSignedIn ? <SignInPanel cloudId={job.cloudId} /> : null}
        {canChange ? (
          <AzurePickers
            jobId={job.id}
            details={{ ...job.draft.offlineDetails, ...destination }}
            isSignedIn={isSignedIn}
            showRequired
            withContainer={false}
            withVault={false}
            onChange={(part) => setDestination((before) => ({ ...before, ...part }))}
          />
        ) : (
          <DefinitionList
            rows={[
              { term: t('initiate.offlineDetails.storageAccount'), value: storageAccount },
              { term: t('initiate.offlineDetails.subscriptionId'), value: subscriptionId },
            ]}
          />
        )}
      </Section>
      <SettledDetails job={job} opaque={opaque} />
    </ConfirmDialog>
  );
}

/** The details of a folder of another program once they hold: what stands on the drives is fixed, the account may change until Azure has it. */
export function OpaqueDetails(props: { readonly job: JobSnapshot; readonly opaque: OpaqueSource }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('opaque.showDetails')}
      </Button>
      {isOpen ? <DetailsDialog job={props.job} opaque={props.opaque} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

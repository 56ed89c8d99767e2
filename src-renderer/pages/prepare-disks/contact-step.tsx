import { Button, Text } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { missingAddressFields } from '../../../src-shared/domain/shipping-rules.ts';
import { PageFooter } from '../../app/page-slots.tsx';
import { useCallMutation } from '../../bridge/use-call.ts';
import { AddressFields, addressDraftOf, addressOf } from '../../components/address-fields.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Section } from '../../components/section.tsx';
import { useKept } from '../../components/use-kept.ts';
import { DriveKeysTransfer } from './drive-keys-transfer.tsx';
import { FurtherJob } from './further-job.tsx';
import { PreparedDriveList } from './prepared-drive-list.tsx';

/** All drives are ready: where they come back to, then the import job in Azure. */
export function ContactStep(props: { readonly job: JobSnapshot }) {
  const { t } = useTranslation();
  const { job } = props;
  const [draft, setDraft] = useKept(`prepareDisks.contact.${job.id}`, () =>
    addressDraftOf(job.shipping?.returnAddress),
  );
  const [wasAsked, setAsked] = useState(false);
  const create = useCallMutation('prepareDisks.createImportJob');
  const missing = missingAddressFields(draft);
  const name = job.draft.offlineDetails.importJobName;
  const submit = () => {
    setAsked(true);
    const contact = addressOf(draft);
    const [first] = missing;
    if (first !== undefined) document.querySelector<HTMLElement>(`input[name="${first}"]`)?.focus();
    else if (contact !== undefined) create.mutate({ jobId: job.id, contact });
  };
  return (
    <>
      {create.error === null ? null : (
        <ErrorPanel error={create.error} onRetry={submit} onDismiss={create.reset} />
      )}
      <Section title={t('prepareDisks.contact.title')} text={t('prepareDisks.contact.text')}>
        <AddressFields
          value={draft}
          onChange={setDraft}
          showRequired={wasAsked}
          disabled={create.isPending}
        />
        {wasAsked && missing.includes('email') && draft.email.trim() !== '' ? (
          <Text role="alert">{t('shipping.problems.email')}</Text>
        ) : null}
      </Section>
      <FurtherJob job={job} />
      <PreparedDriveList job={job} />
      <DriveKeysTransfer job={job} />
      <PageFooter
        status={create.isPending ? t('prepareDisks.contact.creating') : t('prepareDisks.contact.status')}
      >
        <Button appearance="primary" disabledFocusable={create.isPending} onClick={submit}>
          {t('prepareDisks.contact.create', { name })}
        </Button>
      </PageFooter>
    </>
  );
}

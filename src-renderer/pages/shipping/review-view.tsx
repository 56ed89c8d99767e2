import { Button, Input } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { PageFooter } from '../../app/page-slots.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FieldRow } from '../../components/field-row.tsx';
import { Section } from '../../components/section.tsx';
import { DetailsList } from './details-list.tsx';
import type { ShippingState } from './use-shipping.ts';

/** What commits, in every language: the documented tool asked for it, and it is what operators know (R180). */
const commitWord = 'yes';

/** Everything as it will be sent; typing `yes` commits. */
export function ReviewView(props: { readonly job: JobSnapshot; readonly shipping: ShippingState }) {
  const { t } = useTranslation();
  const { shipping } = props;
  const { commit } = shipping;
  const [typed, setTyped] = useState('');
  const isRight = typed.trim().toLowerCase() === commitWord;
  const send = () => shipping.commitNow(typed.trim());
  return (
    <>
      {commit.error === null ? null : <ErrorPanel error={commit.error} onDismiss={commit.reset} />}
      <DetailsList job={props.job} details={shipping.details} />
      <Section title={t('shipping.commit.title')} text={t('shipping.commit.text')}>
        <FieldRow label={t('shipping.commit.type', { word: commitWord })}>
          <Input
            value={typed}
            maxLength={16}
            autoComplete="off"
            spellCheck={false}
            disabled={commit.isPending}
            onChange={(_event, { value }) => setTyped(value)}
          />
        </FieldRow>
      </Section>
      <PageFooter status={commit.isPending ? t('shipping.commit.sending') : t('shipping.commit.status')}>
        <Button disabledFocusable={commit.isPending} onClick={shipping.leaveReview}>
          {t('common.back')}
        </Button>
        <Button appearance="primary" disabledFocusable={!isRight || commit.isPending} onClick={send}>
          {t('shipping.commit.send')}
        </Button>
      </PageFooter>
    </>
  );
}

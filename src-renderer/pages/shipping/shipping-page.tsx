import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { PageFooter, PageHeader } from '../../app/page-slots.tsx';
import { DateTimeText } from '../../components/date-time-text.tsx';
import { Identifier } from '../../components/identifier.tsx';
import { SheetPrinter } from '../../components/sheet-printer.tsx';
import { ClockCards } from './clock-cards.tsx';
import { DetailsList } from './details-list.tsx';
import { ReviewView } from './review-view.tsx';
import { ShippingFormView } from './shipping-form-view.tsx';
import { useShipping } from './use-shipping.ts';

/** Afterwards: what was sent, when, and where the copy of it is kept. */
function CommittedView(props: { readonly job: JobSnapshot }) {
  const { t } = useTranslation();
  const { openJob } = useNavigation();
  const { job } = props;
  const { committedAt, receiptFile, returnAddress, returnShipping, deliveryPackage } = job.shipping ?? {};
  const details = {
    ...(returnAddress === undefined ? {} : { returnAddress }),
    ...(returnShipping === undefined ? {} : { returnShipping }),
    ...(deliveryPackage === undefined ? {} : { deliveryPackage }),
  };
  return (
    <>
      <MessageBar intent="success" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>
            {t('shipping.committed.title')}{' '}
            {committedAt === undefined ? null : <DateTimeText instant={committedAt} />}
          </MessageBarTitle>
          {t('shipping.committed.text')}
        </MessageBarBody>
      </MessageBar>
      <DetailsList job={job} details={details} />
      {receiptFile === undefined ? null : (
        <div>
          {t('shipping.committed.receipt')}{' '}
          <Identifier value={receiptFile} label={t('shipping.committed.receiptName')} />
        </div>
      )}
      <div>
        <SheetPrinter jobId={job.id} />
      </div>
      <PageFooter status={t('shipping.committed.status')}>
        <Button appearance="primary" onClick={() => openJob(job.id, 'monitor')}>
          {t('shipping.committed.toMonitor')}
        </Button>
      </PageFooter>
    </>
  );
}

/** Page 3: the parcel, the way back, the tracking number, and the commitment. */
export function ShippingPage({ job }: { readonly job: JobSnapshot }) {
  const { t } = useTranslation();
  const shipping = useShipping(job);
  const isCommitted = job.shipping?.committedAt !== undefined;
  const stage = isCommitted ? 'committed' : shipping.isReviewing ? 'review' : 'form';
  return (
    <>
      <PageHeader
        title={t(`shipping.stage.${stage}.title`)}
        description={t(`shipping.stage.${stage}.text`)}
      />
      <ClockCards job={job} />
      {stage === 'committed' ? <CommittedView job={job} /> : null}
      {stage === 'review' ? <ReviewView job={job} shipping={shipping} /> : null}
      {stage === 'form' ? <ShippingFormView job={job} shipping={shipping} /> : null}
    </>
  );
}

import { Button } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { formatDateTime } from '../../../src-shared/locales/format.ts';
import { PageFooter } from '../../app/page-slots.tsx';
import { useLanguage } from '../../app/use-language.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Section } from '../../components/section.tsx';
import { ShipToCard } from '../../components/ship-to-card.tsx';
import { PackageSection } from './package-section.tsx';
import { ReturnSection } from './return-section.tsx';
import { TrackingSection } from './tracking-section.tsx';
import type { ShippingState } from './use-shipping.ts';

/** The form: package, ship-to, return, tracking. Saving without a tracking number is a normal way on. */
export function ShippingFormView(props: { readonly job: JobSnapshot; readonly shipping: ShippingState }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { job, shipping } = props;
  const { form, setForm, save } = shipping;
  const section = {
    form,
    onChange: setForm,
    carriers: job.importJob?.carriers ?? [],
    messageOf: shipping.messageOf,
    wasAsked: shipping.wasAsked,
    isBusy: save.isPending,
  };
  const savedAt = job.shipping?.lastUpdateSentAt;
  const missing = shipping.wasAsked ? shipping.problems.length : 0;
  const status =
    missing > 0
      ? t('shipping.missing', { count: missing })
      : savedAt === undefined
        ? t('shipping.notSaved')
        : t('shipping.savedAt', { time: formatDateTime(savedAt, language) });
  return (
    <>
      {save.error === null ? null : (
        <ErrorPanel error={save.error} onRetry={shipping.saveNow} onDismiss={save.reset} />
      )}
      <PackageSection
        job={job}
        checked={form.checked}
        onChecked={(checked) => setForm({ ...form, checked })}
      />
      {job.importJob === undefined ? null : (
        <Section title={t('shipping.shipTo.title')} text={t('shipping.shipTo.text')}>
          <ShipToCard address={job.importJob.shipTo} />
        </Section>
      )}
      <ReturnSection {...section} />
      <TrackingSection {...section} />
      <PageFooter status={status}>
        <Button
          appearance={form.hasTracking ? 'secondary' : 'primary'}
          disabledFocusable={save.isPending}
          onClick={shipping.saveNow}
        >
          {save.isPending ? t('shipping.saving') : t('shipping.save')}
        </Button>
        {form.hasTracking ? (
          <Button appearance="primary" disabledFocusable={save.isPending} onClick={shipping.review}>
            {t('shipping.review.open')}
          </Button>
        ) : null}
      </PageFooter>
    </>
  );
}

import { Input, Radio, RadioGroup } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { judgeTrackingNumber } from '../../../src-shared/domain/tracking-number.ts';
import { FieldRow } from '../../components/field-row.tsx';
import { FormGrid } from '../../components/form-grid.tsx';
import { Section } from '../../components/section.tsx';
import { CarrierField } from './carrier-field.tsx';
import type { FormSectionProps } from './form-section.ts';

/** Carrier, tracking number and date of the parcel; adding them later is a normal way on. */
export function TrackingSection(props: FormSectionProps) {
  const { t } = useTranslation();
  const { form, onChange, messageOf } = props;
  const isUnusual =
    form.trackingNumber.trim() !== '' && judgeTrackingNumber(form.carrier, form.trackingNumber) === 'unusual';
  return (
    <Section title={t('shipping.tracking.title')} text={t('shipping.tracking.text')}>
      <RadioGroup
        value={form.hasTracking ? 'now' : 'later'}
        disabled={props.isBusy}
        aria-label={t('shipping.tracking.title')}
        onChange={(_event, { value }) => onChange({ ...form, hasTracking: value === 'now' })}
      >
        <Radio value="later" label={t('shipping.tracking.later')} />
        <Radio value="now" label={t('shipping.tracking.now')} />
      </RadioGroup>
      {form.hasTracking ? (
        <FormGrid>
          <CarrierField
            name="carrier"
            label={t('shipping.tracking.carrier')}
            value={form.carrier}
            carriers={props.carriers}
            message={messageOf('carrier')}
            disabled={props.isBusy}
            onChange={(carrier) => onChange({ ...form, carrier })}
          />
          <FieldRow
            label={t('shipping.tracking.number')}
            required
            hint={
              isUnusual
                ? t('shipping.tracking.unusual', { carrier: form.carrier })
                : t('shipping.tracking.numberHint')
            }
            message={messageOf('trackingNumber')}
          >
            <Input
              name="trackingNumber"
              value={form.trackingNumber}
              maxLength={256}
              autoComplete="off"
              spellCheck={false}
              disabled={props.isBusy}
              onChange={(_event, { value }) => onChange({ ...form, trackingNumber: value })}
            />
          </FieldRow>
          <FieldRow label={t('shipping.tracking.date')} required message={messageOf('shipDate')}>
            <Input
              name="shipDate"
              type="date"
              value={form.shipDate}
              disabled={props.isBusy}
              onChange={(_event, { value }) => onChange({ ...form, shipDate: value })}
            />
          </FieldRow>
        </FormGrid>
      ) : null}
    </Section>
  );
}

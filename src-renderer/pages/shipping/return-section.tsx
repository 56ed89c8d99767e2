import { Input, Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { AddressFields } from '../../components/address-fields.tsx';
import { FieldRow } from '../../components/field-row.tsx';
import { FormGrid } from '../../components/form-grid.tsx';
import { Section } from '../../components/section.tsx';
import { CarrierField } from './carrier-field.tsx';
import type { FormSectionProps } from './form-section.ts';

/** Where the drives come back to, and on whose account. */
export function ReturnSection(props: FormSectionProps) {
  const { t } = useTranslation();
  const { form, onChange, messageOf } = props;
  const emailMessage = messageOf('address.email');
  return (
    <Section title={t('shipping.return.title')} text={t('shipping.return.text')}>
      <AddressFields
        value={form.address}
        onChange={(address) => onChange({ ...form, address })}
        showRequired={props.wasAsked}
        disabled={props.isBusy}
      />
      {emailMessage === undefined || form.address.email.trim() === '' ? null : (
        <Text role="alert">{emailMessage}</Text>
      )}
      <FormGrid>
        <CarrierField
          name="returnCarrier"
          label={t('shipping.return.carrier')}
          value={form.returnCarrier}
          carriers={props.carriers}
          message={messageOf('returnCarrier')}
          disabled={props.isBusy}
          onChange={(returnCarrier) => onChange({ ...form, returnCarrier })}
        />
        <FieldRow
          label={t('shipping.return.account')}
          required
          hint={t('shipping.return.accountHint')}
          message={messageOf('returnAccount')}
        >
          <Input
            name="returnAccount"
            value={form.returnAccount}
            maxLength={256}
            disabled={props.isBusy}
            onChange={(_event, { value }) => onChange({ ...form, returnAccount: value })}
          />
        </FieldRow>
      </FormGrid>
    </Section>
  );
}

import { Input } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { type ReturnAddress, returnAddressSchema } from '../../src-shared/domain/address.ts';
import { FieldRow } from './field-row.tsx';
import { FormGrid } from './form-grid.tsx';

/** Fields in the order of a postal address; every one a string, so that half-typed addresses are kept too. */
export const addressFieldNames = [
  'recipientName',
  'phone',
  'email',
  'streetAddress1',
  'streetAddress2',
  'city',
  'stateOrProvince',
  'postalCode',
  'countryOrRegion',
] as const;
export type AddressFieldName = (typeof addressFieldNames)[number];
export type AddressDraft = Readonly<Record<AddressFieldName, string>>;

const optionalFields: readonly AddressFieldName[] = ['streetAddress2', 'stateOrProvince'];

const autoComplete: Readonly<Record<AddressFieldName, string>> = {
  recipientName: 'name',
  phone: 'tel',
  email: 'email',
  streetAddress1: 'address-line1',
  streetAddress2: 'address-line2',
  city: 'address-level2',
  stateOrProvince: 'address-level1',
  postalCode: 'postal-code',
  countryOrRegion: 'country-name',
};

export function addressDraftOf(address: Partial<ReturnAddress> | undefined): AddressDraft {
  return Object.fromEntries(addressFieldNames.map((name) => [name, address?.[name] ?? ''])) as AddressDraft;
}

/** The address as the contract wants it, or `undefined` while something required is missing. */
export function addressOf(draft: AddressDraft): ReturnAddress | undefined {
  const filled = Object.entries(draft)
    .map(([name, value]) => [name, value.trim()] as const)
    .filter(([, value]) => value !== '');
  const parsed = returnAddressSchema.safeParse(Object.fromEntries(filled));
  return parsed.success ? parsed.data : undefined;
}

export interface AddressFieldsProps {
  readonly value: AddressDraft;
  readonly onChange: (value: AddressDraft) => void;
  /** True after a failed submit: empty required boxes say so. */
  readonly showRequired?: boolean | undefined;
  readonly disabled?: boolean | undefined;
}

/** Return address or contact: labelled boxes with required marks. */
export function AddressFields(props: AddressFieldsProps) {
  const { t } = useTranslation();
  return (
    <FormGrid>
      {addressFieldNames.map((name) => {
        const isRequired = !optionalFields.includes(name);
        const isEmpty = props.value[name].trim() === '';
        return (
          <FieldRow
            key={name}
            label={t(`common.address.${name}`)}
            required={isRequired}
            showRequired={props.showRequired}
            brokenRule={isRequired && isEmpty ? 'required' : undefined}
          >
            <Input
              name={name}
              type={name === 'email' ? 'email' : name === 'phone' ? 'tel' : 'text'}
              value={props.value[name]}
              disabled={props.disabled ?? false}
              maxLength={256}
              autoComplete={autoComplete[name]}
              onChange={(_event, { value }) => props.onChange({ ...props.value, [name]: value })}
            />
          </FieldRow>
        );
      })}
    </FormGrid>
  );
}

import type { ShippingField, ShippingForm } from './shipping-form.ts';

/** What every part of the shipping form gets. */
export interface FormSectionProps {
  readonly form: ShippingForm;
  readonly onChange: (form: ShippingForm) => void;
  /** Carriers that the datacenter names. */
  readonly carriers: readonly string[];
  /** Sentence for a box, once the operator has asked to go on. */
  readonly messageOf: (field: ShippingField) => string | undefined;
  readonly wasAsked: boolean;
  readonly isBusy: boolean;
}

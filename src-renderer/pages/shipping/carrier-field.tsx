import { FieldRow } from '../../components/field-row.tsx';
import { FreeCombobox } from '../../components/free-combobox.tsx';

export interface CarrierFieldProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly carriers: readonly string[];
  readonly message?: string | undefined;
  readonly hint?: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (value: string) => void;
}

/** Carrier: the ones that this datacenter names to pick from, any other one to type. */
export function CarrierField(props: CarrierFieldProps) {
  return (
    <FieldRow label={props.label} required message={props.message} hint={props.hint}>
      <FreeCombobox
        name={props.name}
        value={props.value}
        choices={props.carriers.map((value) => ({ value }))}
        disabled={props.disabled}
        onChange={props.onChange}
      />
    </FieldRow>
  );
}

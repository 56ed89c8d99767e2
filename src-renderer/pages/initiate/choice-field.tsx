import { Input } from '@fluentui/react-components';
import type { NamingRuleCode } from '../../../src-shared/domain/naming-rules.ts';
import { FieldRow } from '../../components/field-row.tsx';
import { FreeCombobox } from '../../components/free-combobox.tsx';
import type { Choice } from './use-azure-choices.ts';

export interface ChoiceFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  /** None: a plain box. */
  readonly choices: readonly Choice[];
  readonly brokenRule: NamingRuleCode | undefined;
  readonly showRequired: boolean;
  readonly onChange: (value: string) => void;
}

/** Box that offers what Azure has, and still takes anything typed. */
export function ChoiceField(props: ChoiceFieldProps) {
  const { value, choices, onChange } = props;
  return (
    <FieldRow
      label={props.label}
      hint={props.hint}
      required
      brokenRule={props.brokenRule}
      showRequired={props.showRequired}
    >
      {choices.length === 0 ? (
        <Input
          value={value}
          maxLength={256}
          spellCheck={false}
          autoComplete="off"
          onChange={(_event, data) => onChange(data.value)}
        />
      ) : (
        <FreeCombobox value={value} choices={choices} onChange={onChange} />
      )}
    </FieldRow>
  );
}

import { Combobox, makeStyles, Option, Text, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';

const useStyles = makeStyles({
  root: { minWidth: 0, width: '100%' },
  option: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  note: { color: tokens.colorNeutralForeground3 },
});

export interface FreeChoice {
  readonly value: string;
  /** Second line: what tells it apart from the others. */
  readonly note?: string;
  readonly isDisabled?: boolean;
}

export interface FreeComboboxProps {
  readonly value: string;
  readonly choices: readonly FreeChoice[];
  readonly onChange: (value: string) => void;
  readonly name?: string;
  readonly disabled?: boolean;
}

/** Box that offers what is known, narrowed to what is typed, and still takes anything else. */
export function FreeCombobox(props: FreeComboboxProps) {
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(false);
  const { value, choices, onChange } = props;
  const isKnown = choices.some((choice) => choice.value === value);
  const typed = value.trim().toLowerCase();
  const matching = choices.filter((choice) => choice.value.toLowerCase().includes(typed));
  const shown = isKnown || matching.length === 0 ? choices : matching;
  // Fluent leaves the name of an option behind that left with the closed list; a screen reader would look for it.
  const forgetOption = () => input.current?.removeAttribute('aria-activedescendant');
  useEffect(() => {
    if (!isOpen) forgetOption();
  });
  return (
    <Combobox
      input={{ ref: input }}
      freeform
      className={styles.root}
      {...(props.name === undefined ? {} : { name: props.name })}
      value={value}
      selectedOptions={isKnown ? [value] : []}
      disabled={props.disabled ?? false}
      spellCheck={false}
      autoComplete="off"
      onBlur={() => requestAnimationFrame(forgetOption)}
      onOpenChange={(_event, { open }) => setOpen(open)}
      onInput={(event) => onChange(event.currentTarget.value)}
      onOptionSelect={(_event, { optionValue }) => {
        if (optionValue !== undefined) onChange(optionValue);
      }}
    >
      {shown.map((choice) => (
        <Option
          key={choice.value}
          value={choice.value}
          text={choice.value}
          disabled={choice.isDisabled ?? false}
        >
          <span className={styles.option}>
            <span>{choice.value}</span>
            {choice.note === undefined || choice.note === '' ? null : (
              <Text size={200} className={styles.note}>
                {choice.note}
              </Text>
            )}
          </span>
        </Option>
      ))}
    </Combobox>
  );
}

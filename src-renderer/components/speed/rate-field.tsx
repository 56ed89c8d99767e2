import { Input, Text } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { limitFromMegabits, megabitsOf } from '../../../src-shared/domain/speed-limits.ts';
import { FieldRow } from '../field-row.tsx';

/** What was typed: nothing, a limit in bytes per second, or something that is none. */
type Typed = { readonly limit: number | undefined; readonly isWrong: boolean };

function parse(text: string): Typed {
  const trimmed = text.trim().replace(',', '.');
  const limit = trimmed === '' ? undefined : limitFromMegabits(Number(trimmed));
  return { limit, isWrong: trimmed !== '' && limit === undefined };
}

/** Bandwidth in Mbit/s, as MARS asks for it; empty means no limit. What is no number stays on screen and changes nothing. */
export function RateField(props: {
  readonly label: string;
  readonly bytesPerSecond: number | undefined;
  readonly onChange: (bytesPerSecond: number | undefined) => void;
  readonly onWrong: (isWrong: boolean) => void;
}) {
  const { t } = useTranslation();
  const { bytesPerSecond } = props;
  const [typed, setTyped] = useState(bytesPerSecond === undefined ? '' : String(megabitsOf(bytesPerSecond)));
  return (
    <FieldRow
      label={props.label}
      hint={t('initiate.speed.rateHint')}
      message={parse(typed).isWrong ? t('initiate.speed.rateWrong') : undefined}
    >
      <Input
        inputMode="decimal"
        value={typed}
        contentAfter={<Text size={200}>Mbit/s</Text>}
        onChange={(_event, { value }) => {
          setTyped(value);
          const { limit, isWrong } = parse(value);
          props.onWrong(isWrong);
          if (!isWrong) props.onChange(limit);
        }}
      />
    </FieldRow>
  );
}

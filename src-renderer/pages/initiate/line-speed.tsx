import { Button, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobId } from '../../../src-shared/domain/ids.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FieldRow } from '../../components/field-row.tsx';

const useStyles = makeStyles({
  row: { display: 'flex', alignItems: 'flex-start', gap: tokens.spacingHorizontalM, flexWrap: 'wrap' },
  box: { width: '280px' },
  button: { marginTop: '26px' },
});

/** Number as typed in any of the languages: `18.4` or `18,4`; `undefined` when it is none. */
export function parseMegabits(text: string): number | undefined {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(value) && value >= 0 && value <= 1_000_000 ? value : undefined;
}

/** Upload speed of the line, typed or measured. */
export function LineSpeed(props: {
  readonly jobId: JobId;
  readonly megabitsPerSecond: number | undefined;
  readonly onChange: (megabitsPerSecond: number | undefined) => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [typed, setTyped] = useState(
    props.megabitsPerSecond === undefined ? '' : String(props.megabitsPerSecond),
  );
  const measure = useCallMutation('initiate.measureLine', {
    onSuccess: ({ megabitsPerSecond }) => {
      const rounded = Math.round(megabitsPerSecond * 10) / 10;
      setTyped(String(rounded));
      props.onChange(rounded);
    },
  });
  const isWrong = typed.trim() !== '' && parseMegabits(typed) === undefined;
  return (
    <>
      {measure.error === null ? null : <ErrorPanel error={measure.error} onDismiss={measure.reset} />}
      <div className={styles.row}>
        <div className={styles.box}>
          <FieldRow
            label={t('initiate.backupType.line')}
            hint={t('initiate.backupType.lineHint')}
            message={isWrong ? t('initiate.backupType.lineWrong') : undefined}
          >
            <Input
              inputMode="decimal"
              value={typed}
              contentAfter={<Text size={200}>Mbit/s</Text>}
              onChange={(_event, { value }) => {
                setTyped(value);
                props.onChange(parseMegabits(value));
              }}
            />
          </FieldRow>
        </div>
        <Button
          className={styles.button}
          disabledFocusable={measure.isPending}
          onClick={() => measure.mutate({ jobId: props.jobId })}
        >
          {measure.isPending ? t('initiate.backupType.measuring') : t('initiate.backupType.measure')}
        </Button>
      </div>
    </>
  );
}

import { Field, makeStyles, SpinButton, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { type Retention, retentionSchema } from '../../../src-shared/domain/initiate-draft.ts';
import { formatNumber } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { ReadBack } from './read-back.tsx';
import { retentionText } from './schedule-text.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL, maxWidth: '640px' },
  boxes: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(140px, 1fr))',
    gap: tokens.spacingHorizontalL,
    alignItems: 'start',
  },
  spin: { minWidth: 0 },
});

const units = ['days', 'weeks', 'months', 'years'] as const;

export interface RetentionStepProps {
  readonly retention: Retention;
  readonly onChange: (retention: Retention) => void;
  readonly showRequired: boolean;
}

/** Select Retention Policy: how many daily, weekly, monthly and yearly recovery points are kept. */
export function RetentionStep(props: RetentionStepProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { retention, onChange } = props;
  const keepsNothing = units.every((unit) => retention[unit] === 0);
  return (
    <div className={styles.form}>
      <div className={styles.boxes}>
        {units.map((unit) => {
          const largest = retentionSchema.shape[unit].maxValue ?? 0;
          return (
            <Field
              key={unit}
              label={t(`initiate.retention.${unit}`)}
              hint={t(`initiate.retention.upTo.${unit}`, { largest: formatNumber(largest, language) })}
              {...(keepsNothing && props.showRequired ? { validationState: 'error' as const } : {})}
            >
              <SpinButton
                input={{ className: styles.spin }}
                min={0}
                max={largest}
                value={retention[unit]}
                onChange={(_event, { value, displayValue }) => {
                  const count = value ?? Number(displayValue);
                  if (Number.isInteger(count) && count >= 0 && count <= largest) {
                    onChange({ ...retention, [unit]: count });
                  }
                }}
              />
            </Field>
          );
        })}
      </div>
      <ReadBack>{retentionText(t, retention, language)}</ReadBack>
    </div>
  );
}

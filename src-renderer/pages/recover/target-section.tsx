import { Checkbox, Field, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { PathField } from '../../components/path-field.tsx';
import { Section } from '../../components/section.tsx';
import type { RecoverForm } from './recover-form.ts';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(280px, 1fr))',
    gap: tokens.spacingHorizontalXXL,
    alignItems: 'start',
  },
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
});

const targets = ['folder', 'original', 'verifyOnly'] as const;
const conflicts = ['keepBoth', 'skip', 'overwrite'] as const;

/** Where to, what with files that are there already, and whether to compare with the source afterwards. */
export function TargetSection(props: {
  readonly form: RecoverForm;
  readonly onChange: (form: RecoverForm) => void;
  readonly isBusy: boolean;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { form, onChange, isBusy } = props;
  const writes = form.target !== 'verifyOnly';
  return (
    <Section title={t('recover.target.title')}>
      <div className={styles.columns}>
        <div className={styles.column}>
          <Field label={t('recover.target.where')}>
            <RadioGroup
              value={form.target}
              disabled={isBusy}
              onChange={(_event, { value }) => onChange({ ...form, target: value as RecoverForm['target'] })}
            >
              {targets.map((target) => (
                <Radio key={target} value={target} label={t(`recover.target.${target}`)} />
              ))}
            </RadioGroup>
          </Field>
          {form.target === 'folder' ? (
            <PathField
              label={t('recover.target.path')}
              value={form.folder}
              disabled={isBusy}
              onChange={(folder) => onChange({ ...form, folder })}
            />
          ) : null}
        </div>
        {writes ? (
          <div className={styles.column}>
            <Field label={t('recover.conflict.title')}>
              <RadioGroup
                value={form.conflict}
                disabled={isBusy}
                onChange={(_event, { value }) =>
                  onChange({ ...form, conflict: value as RecoverForm['conflict'] })
                }
              >
                {conflicts.map((conflict) => (
                  <Radio key={conflict} value={conflict} label={t(`recover.conflict.${conflict}`)} />
                ))}
              </RadioGroup>
            </Field>
            <Checkbox
              label={t('recover.target.compare')}
              checked={form.compareWithSource}
              disabled={isBusy}
              onChange={(_event, { checked }) => onChange({ ...form, compareWithSource: checked === true })}
            />
          </div>
        ) : null}
      </div>
    </Section>
  );
}

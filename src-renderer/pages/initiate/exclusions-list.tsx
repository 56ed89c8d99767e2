import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Exclusion } from '../../../src-shared/domain/initiate-draft.ts';
import { Add20Regular, Dismiss20Regular } from '../../components/icons.ts';
import { Section } from '../../components/section.tsx';
import { ExclusionForm } from './exclusion-form.tsx';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalXXS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  text: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column' },
  path: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** What is left out, with its scope; more can be added by folder and file type. */
export function ExclusionsList(props: {
  readonly exclusions: readonly Exclusion[];
  readonly onChange: (exclusions: readonly Exclusion[]) => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [isAdding, setAdding] = useState(false);
  const scopeOf = ({ fileTypes, includeSubfolders }: Exclusion) => {
    const what =
      fileTypes.length === 0
        ? t('initiate.exclusions.everything')
        : t('initiate.exclusions.types', { types: fileTypes.map((type) => `*.${type}`).join(', ') });
    return includeSubfolders ? what : `${what}, ${t('initiate.exclusions.thisFolderOnly')}`;
  };
  return (
    <Section
      title={t('initiate.exclusions.title', { count: props.exclusions.length })}
      actions={
        isAdding ? undefined : (
          <Button size="small" icon={<Add20Regular />} onClick={() => setAdding(true)}>
            {t('initiate.exclusions.add')}
          </Button>
        )
      }
    >
      {props.exclusions.length === 0 ? (
        <Text className={styles.quiet}>{t('initiate.exclusions.none')}</Text>
      ) : (
        <ul className={styles.list}>
          {props.exclusions.map((exclusion) => (
            <li key={`${exclusion.path}:${exclusion.fileTypes.join()}`} className={styles.row}>
              <div className={styles.text}>
                <Text className={styles.path} size={200}>
                  {exclusion.path}
                </Text>
                <Text size={200} className={styles.quiet}>
                  {scopeOf(exclusion)}
                </Text>
              </div>
              <Button
                size="small"
                appearance="subtle"
                icon={<Dismiss20Regular />}
                aria-label={t('initiate.exclusions.remove', { path: exclusion.path })}
                onClick={() => props.onChange(props.exclusions.filter((each) => each !== exclusion))}
              />
            </li>
          ))}
        </ul>
      )}
      {isAdding ? (
        <ExclusionForm
          onCancel={() => setAdding(false)}
          onAdd={(exclusion) => {
            setAdding(false);
            props.onChange([...props.exclusions, exclusion]);
          }}
        />
      ) : null}
    </Section>
  );
}

import { Button, Checkbox, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Exclusion, exclusionSchema } from '../../../src-shared/domain/initiate-draft.ts';
import { FieldRow } from '../../components/field-row.tsx';
import { PathField } from '../../components/path-field.tsx';

const useStyles = makeStyles({
  form: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  buttons: { display: 'flex', gap: tokens.spacingHorizontalS },
});

/** File types as typed ("tmp, *.LOG .bak") to endings in lower case without dot. */
export function parseFileTypes(text: string): string[] {
  const endings = text
    .split(/[\s,;]+/)
    .map((part) => part.replace(/^\*?\./, '').toLowerCase())
    .filter((part) => part !== '');
  return [...new Set(endings)];
}

/** One more exclusion: a folder, its file types, with or without the folders below. */
export function ExclusionForm(props: {
  readonly onAdd: (exclusion: Exclusion) => void;
  readonly onCancel: () => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [path, setPath] = useState('');
  const [types, setTypes] = useState('');
  const [includeSubfolders, setIncludeSubfolders] = useState(true);
  const exclusion = exclusionSchema.safeParse({
    path: path.trim(),
    includeSubfolders,
    fileTypes: parseFileTypes(types),
  });
  const areTypesWrong = !exclusionSchema.shape.fileTypes.safeParse(parseFileTypes(types)).success;
  return (
    <div className={styles.form}>
      <PathField label={t('initiate.exclusions.path')} value={path} onChange={setPath} />
      <FieldRow
        label={t('initiate.exclusions.fileTypes')}
        hint={t('initiate.exclusions.fileTypesHint')}
        message={areTypesWrong ? t('initiate.exclusions.fileTypesWrong') : undefined}
      >
        <Input value={types} spellCheck={false} onChange={(_event, { value }) => setTypes(value)} />
      </FieldRow>
      <Checkbox
        label={t('initiate.exclusions.subfolders')}
        checked={includeSubfolders}
        onChange={(_event, { checked }) => setIncludeSubfolders(checked === true)}
      />
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          disabledFocusable={!exclusion.success}
          onClick={() => (exclusion.success ? props.onAdd(exclusion.data) : undefined)}
        >
          {t('common.add')}
        </Button>
        <Button onClick={props.onCancel}>{t('common.cancel')}</Button>
      </div>
    </div>
  );
}

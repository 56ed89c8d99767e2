import { Button, Checkbox, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Dismiss20Regular } from '../../components/icons.ts';
import { Section } from '../../components/section.tsx';
import { type Selection, withSubfolders, withUnticked } from './selection-model.ts';

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    // Room for the frame of what has the focus.
    padding: tokens.spacingVerticalXXS,
    maxHeight: '200px',
    overflowY: 'auto',
  },
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  path: {
    flexGrow: 1,
    minWidth: 0,
    fontFamily: tokens.fontFamilyMonospace,
    overflowWrap: 'anywhere',
  },
  fixed: { flexShrink: 0 },
});

/** What is ticked, each folder and volume with or without the folders below, as MARS has it. */
export function ItemList(props: {
  readonly selection: Selection;
  readonly onChange: (selection: Selection) => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { selection } = props;
  return (
    <Section title={t('initiate.chosen.title', { count: selection.items.length })}>
      <ul className={styles.list}>
        {selection.items.map(({ path, kind, includeSubfolders }) => (
          <li key={path} className={styles.row}>
            <Text className={styles.path} size={200}>
              {path}
            </Text>
            {kind === 'file' ? null : (
              <Checkbox
                className={styles.fixed}
                label={t('initiate.chosen.subfolders')}
                aria-label={t('initiate.chosen.subfoldersOf', { path })}
                checked={includeSubfolders !== false}
                onChange={(_event, { checked }) =>
                  props.onChange(withSubfolders(selection, path, checked === true))
                }
              />
            )}
            <Button
              className={styles.fixed}
              size="small"
              appearance="subtle"
              icon={<Dismiss20Regular />}
              aria-label={t('initiate.chosen.remove', { path })}
              onClick={() =>
                props.onChange(withUnticked(selection, path, kind === 'file' ? 'file' : 'folder'))
              }
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}

import { Button, Checkbox, makeStyles, SearchBox, Spinner, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecoverEntry } from '../../../src-shared/contract/recover-calls.ts';
import { useCall } from '../../bridge/use-call.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { canDrop, chosenAncestor, type LoadedTree, markOf, type Selection, shownPath } from './selection.ts';

const useStyles = makeStyles({
  bar: { display: 'flex', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
  box: { flexGrow: 1, maxWidth: '420px' },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: tokens.spacingVerticalXS,
    maxHeight: '320px',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  item: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

interface SelectionProps {
  readonly selection: Selection;
  readonly tree: LoadedTree;
  readonly onToggle: (entry: RecoverEntry) => void;
}

function Hit(props: SelectionProps & { readonly entry: RecoverEntry }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { entry, selection } = props;
  const mark = markOf(entry.path, selection);
  const isHeld = !canDrop(entry.path, selection, props.tree);
  const folder = chosenAncestor(entry.path, selection);
  return (
    <li className={styles.item}>
      <Checkbox
        label={shownPath(entry.path, props.tree)}
        checked={mark === 'some' ? 'mixed' : mark === 'all'}
        disabled={isHeld}
        onChange={() => props.onToggle(entry)}
      />
      <Text size={200} className={styles.quiet}>
        {isHeld && folder !== undefined ? (
          t('recover.search.within', { folder: shownPath(folder, props.tree) })
        ) : (
          <ByteSize bytes={entry.sizeBytes} />
        )}
      </Text>
    </li>
  );
}

/** Search by name in the whole recovery point; hits can be chosen as in the tree. */
export function SearchResults(props: SelectionProps & { readonly sessionId: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const { sessionId, ...choice } = props;
  const { data, error, isFetching, refetch } = useCall(
    'recover.search',
    { sessionId, text: asked },
    { enabled: asked !== '' },
  );
  return (
    <>
      <form
        className={styles.bar}
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(text.trim());
        }}
      >
        <SearchBox
          className={styles.box}
          aria-label={t('recover.search.name')}
          placeholder={t('recover.search.name')}
          value={text}
          maxLength={256}
          onChange={(_event, { value }) => {
            setText(value);
            if (value === '') setAsked('');
          }}
        />
        <Button type="submit" disabledFocusable={text.trim() === ''}>
          {t('recover.search.go')}
        </Button>
        {isFetching ? <Spinner size="tiny" label={t('recover.search.searching')} /> : null}
      </form>
      {error === null ? null : <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {asked === '' || data === undefined ? null : (
        <>
          <Text role="status" className={styles.quiet}>
            {t(data.truncated ? 'recover.search.foundFirst' : 'recover.search.found', {
              count: data.entries.length,
            })}
          </Text>
          {data.entries.length === 0 ? null : (
            <ul className={styles.list} aria-label={t('recover.search.results')}>
              {data.entries.map((entry) => (
                <Hit key={entry.path} entry={entry} {...choice} />
              ))}
            </ul>
          )}
        </>
      )}
    </>
  );
}

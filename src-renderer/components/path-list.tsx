import { makeStyles, mergeClasses, Skeleton, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileEntry } from '../../src-shared/contract/app-calls.ts';
import { ByteSize } from './byte-size.tsx';
import { Document20Regular, Folder20Regular, HardDrive20Regular } from './icons.ts';

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: tokens.spacingVerticalXXS,
    height: '280px',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    width: '100%',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    border: 'none',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase300,
    textAlign: 'left',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    ':disabled': { color: tokens.colorNeutralForegroundDisabled, cursor: 'default' },
  },
  selected: { backgroundColor: tokens.colorSubtleBackgroundSelected },
  name: { flexGrow: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  note: { color: tokens.colorNeutralForeground3, padding: tokens.spacingVerticalM, display: 'block' },
});

function EntryIcon(props: { readonly kind: FileEntry['kind'] }) {
  if (props.kind === 'volume') return <HardDrive20Regular aria-hidden />;
  if (props.kind === 'folder') return <Folder20Regular aria-hidden />;
  return <Document20Regular aria-hidden />;
}

/** Moves focus between rows with the arrow keys, so that a long folder is not a long row of tab stops. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
  const index = rows.indexOf(document.activeElement as HTMLButtonElement);
  const target = {
    ArrowDown: rows[index + 1],
    ArrowUp: rows[index - 1],
    Home: rows[0],
    End: rows[rows.length - 1],
  }[event.key];
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}

/**
 * Rows of one folder. `entries` undefined: still reading, drawn as a skeleton.
 * @param props.pick with `folder`, files are left out
 */
export function PathList(props: {
  readonly entries: readonly FileEntry[] | undefined;
  readonly pick: 'folder' | 'file';
  readonly selected: string | undefined;
  readonly onOpen: (path: string) => void;
  readonly onSelectFile: (path: string) => void;
  readonly onUp: () => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  if (props.entries === undefined) {
    return (
      <Skeleton className={styles.list} aria-label={t('common.reading')}>
        {['a', 'b', 'c', 'd'].map((key) => (
          <SkeletonItem key={key} className={styles.row} />
        ))}
      </Skeleton>
    );
  }
  const isContainer = (entry: FileEntry) => entry.kind === 'volume' || entry.kind === 'folder';
  const shown = props.entries.filter(
    (entry) => isContainer(entry) || (props.pick === 'file' && entry.kind === 'file'),
  );
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Backspace') props.onUp();
    else moveFocus(event);
  };
  return (
    <ul className={styles.list} onKeyDown={onKeyDown}>
      {shown.length === 0 ? <Text className={styles.note}>{t('common.folderEmpty')}</Text> : null}
      {shown.map((entry, index) => (
        <li key={entry.path}>
          <button
            type="button"
            className={mergeClasses(styles.row, entry.path === props.selected && styles.selected)}
            disabled={!entry.readable}
            tabIndex={index === 0 ? 0 : -1}
            aria-pressed={isContainer(entry) ? undefined : entry.path === props.selected}
            onClick={() => (isContainer(entry) ? props.onOpen(entry.path) : props.onSelectFile(entry.path))}
          >
            <EntryIcon kind={entry.kind} />
            <span className={styles.name}>{entry.name}</span>
            {entry.kind === 'file' ? <ByteSize bytes={entry.sizeBytes} /> : null}
          </button>
        </li>
      ))}
    </ul>
  );
}

import { FlatTreeItem, makeStyles, Text, TreeItemLayout, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { FileEntry } from '../../../src-shared/contract/app-calls.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import {
  Document20Regular,
  Folder20Regular,
  HardDrive20Regular,
  Link20Regular,
} from '../../components/icons.ts';
import type { TreeRow } from './use-item-tree.ts';

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3 },
});

function EntryIcon(props: { readonly kind: FileEntry['kind'] }) {
  if (props.kind === 'volume') return <HardDrive20Regular />;
  if (props.kind === 'folder') return <Folder20Regular />;
  return props.kind === 'link' ? <Link20Regular /> : <Document20Regular />;
}

/** One row: a volume, folder or file, or a note in place of what cannot be shown. */
export function ItemTreeRow(props: { readonly row: TreeRow; readonly rootCount: number }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { row } = props;
  if (row.kind === 'note') {
    return (
      <FlatTreeItem
        value={row.id}
        {...(row.parent === undefined ? {} : { parentValue: row.parent })}
        itemType="leaf"
        aria-level={row.level}
        aria-setsize={1}
        aria-posinset={1}
      >
        <TreeItemLayout selector={{ style: { visibility: 'hidden' } }}>
          <Text size={200} className={styles.quiet}>
            {t(`initiate.items.note.${row.note}`)}
          </Text>
        </TreeItemLayout>
      </FlatTreeItem>
    );
  }
  const { entry } = row;
  const isFolder = entry.kind === 'volume' || entry.kind === 'folder';
  return (
    <FlatTreeItem
      value={entry.path}
      {...(row.parent === undefined ? {} : { parentValue: row.parent })}
      itemType={isFolder && entry.readable ? 'branch' : 'leaf'}
      aria-level={row.level}
      aria-setsize={row.level === 1 ? props.rootCount : row.siblings}
      aria-posinset={row.level === 1 ? row.position + 1 : row.position}
    >
      <TreeItemLayout
        iconBefore={<EntryIcon kind={entry.kind} />}
        aside={
          entry.kind === 'file' ? (
            <Text size={200} className={styles.quiet}>
              <ByteSize bytes={entry.sizeBytes} />
            </Text>
          ) : null
        }
      >
        {entry.name}
        {entry.readable ? null : (
          <Text size={200} className={styles.quiet}>
            {' '}
            {t('initiate.items.unreadable')}
          </Text>
        )}
      </TreeItemLayout>
    </FlatTreeItem>
  );
}

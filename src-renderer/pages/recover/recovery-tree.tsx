import {
  Button,
  FlatTree,
  FlatTreeItem,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Spinner,
  Text,
  TreeItemLayout,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { RecoverEntry } from '../../../src-shared/contract/recover-calls.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import {
  Document20Regular,
  Folder20Regular,
  HardDrive20Regular,
  Link20Regular,
} from '../../components/icons.ts';
import { markOf, type Selection } from './selection.ts';
import { canOpen, type TreeRow } from './tree-rows.ts';
import type { RecoveryTreeState } from './use-recovery-tree.ts';

const useStyles = makeStyles({
  frame: {
    maxHeight: '380px',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    padding: tokens.spacingVerticalXS,
  },
  name: { overflowWrap: 'anywhere' },
  waiting: { height: '160px' },
});

const icons: Readonly<Record<RecoverEntry['kind'], React.ReactElement>> = {
  root: <HardDrive20Regular />,
  folder: <Folder20Regular />,
  file: <Document20Regular />,
  link: <Link20Regular />,
  other: <Document20Regular />,
};

function placeOf(row: TreeRow) {
  return {
    'aria-level': row.level,
    'aria-posinset': row.position,
    'aria-setsize': row.siblings,
    ...(row.parentPath === undefined ? {} : { parentValue: row.parentPath }),
  };
}

/** Folders and files of a recovery point with three-state boxes; the keyboard works as in every tree. */
export function RecoveryTree(props: {
  readonly tree: RecoveryTreeState;
  readonly selection: Selection;
  readonly onToggle: (entry: RecoverEntry) => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { tree, selection } = props;
  if (tree.error !== undefined && tree.rows.length === 0) {
    return <ErrorPanel error={tree.error} onRetry={tree.loadAgain} />;
  }
  if (tree.rows.length === 0) {
    return (
      <Skeleton aria-label={t('recover.tree.reading')}>
        <SkeletonItem className={styles.waiting} />
      </Skeleton>
    );
  }
  const byPath = new Map(
    tree.rows.flatMap((row) => (row.kind === 'entry' ? [[row.entry.path, row.entry]] : [])),
  );
  const marks = tree.rows.flatMap((row): [string, boolean | 'mixed'][] => {
    if (row.kind === 'more') return [];
    const mark = markOf(row.entry.path, selection);
    return [[row.entry.path, mark === 'some' ? 'mixed' : mark === 'all']];
  });
  return (
    <>
      {tree.error === undefined ? null : <ErrorPanel error={tree.error} />}
      <FlatTree
        className={styles.frame}
        aria-label={t('recover.tree.name')}
        selectionMode="multiselect"
        openItems={[...tree.open]}
        checkedItems={marks}
        onOpenChange={(_event, { value, open }) => tree.setOpen(String(value), open)}
        onCheckedChange={(_event, { value }) => {
          const entry = byPath.get(String(value));
          if (entry !== undefined) props.onToggle(entry);
        }}
      >
        {tree.rows.map((row) =>
          row.kind === 'entry' ? (
            <FlatTreeItem
              key={row.entry.path}
              value={row.entry.path}
              itemType={canOpen(row.entry) ? 'branch' : 'leaf'}
              {...placeOf(row)}
            >
              <TreeItemLayout
                iconBefore={
                  tree.loading.has(row.entry.path) ? <Spinner size="extra-tiny" /> : icons[row.entry.kind]
                }
                aside={<ByteSize bytes={row.entry.sizeBytes} />}
              >
                <span className={styles.name}>{row.entry.name}</span>
              </TreeItemLayout>
            </FlatTreeItem>
          ) : (
            <FlatTreeItem
              key={`more:${row.folder}`}
              value={`more:${row.folder}`}
              itemType="leaf"
              {...placeOf(row)}
            >
              <TreeItemLayout selector={null as never}>
                <Button size="small" appearance="transparent" onClick={() => tree.showMore(row.folder)}>
                  {t('recover.tree.more', { count: row.hidden })}
                </Button>
              </TreeItemLayout>
            </FlatTreeItem>
          ),
        )}
      </FlatTree>
      {tree.truncated.size === 0 ? null : <Text>{t('recover.tree.truncated')}</Text>}
    </>
  );
}

import {
  FlatTree,
  FlatTreeItem,
  makeStyles,
  Text,
  TreeItemLayout,
  type TreeItemValue,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useAppInfo } from '../../app/app-info.tsx';
import { Desktop20Regular } from '../../components/icons.ts';
import { ItemTreeRow } from './item-tree-row.tsx';
import { checkedState, type Selection, withTicked, withUnticked } from './selection-model.ts';
import type { ItemTree } from './use-item-tree.ts';

const useStyles = makeStyles({
  tree: {
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    padding: tokens.spacingVerticalXS,
    height: '320px',
    overflowY: 'auto',
    overflowX: 'hidden',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** Value of the row that stands for System State; no path can be this. */
const systemStateValue = '\u0000systemState';

export interface ItemTreeViewProps {
  readonly tree: ItemTree;
  readonly selection: Selection;
  readonly onChange: (selection: Selection) => void;
}

/** Tree with three-state boxes. System State is listed and says why it cannot be ticked. */
export function ItemTreeView(props: ItemTreeViewProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { machineName } = useAppInfo();
  const { tree, selection } = props;
  const entries = tree.rows.filter((row) => row.kind === 'entry');
  const checkedItems = new Map<TreeItemValue, boolean | 'mixed'>(
    entries.map(({ entry }) => {
      const isFolder = entry.kind === 'volume' || entry.kind === 'folder';
      return [entry.path, checkedState(selection, entry.path, isFolder ? 'folder' : 'file')];
    }),
  );
  const toggle = (value: TreeItemValue, isChecked: boolean) => {
    const row = entries.find(({ entry }) => entry.path === value);
    if (row === undefined) return;
    const { path, kind } = row.entry;
    const itemKind = kind === 'volume' || kind === 'folder' ? kind : 'file';
    props.onChange(
      isChecked
        ? withTicked(selection, { path, kind: itemKind }, tree.childrenOf)
        : withUnticked(selection, path, itemKind === 'file' ? 'file' : 'folder'),
    );
  };
  const rootCount = entries.filter(({ level }) => level === 1).length + 1;
  return (
    <FlatTree
      className={styles.tree}
      aria-label={t('initiate.items.tree', { machine: machineName })}
      selectionMode="multiselect"
      openItems={tree.openPaths}
      checkedItems={checkedItems}
      onOpenChange={(_event, data) => tree.setOpen(String(data.value), data.open)}
      onCheckedChange={(_event, data) => toggle(data.value, data.checked === true)}
    >
      <FlatTreeItem
        value={systemStateValue}
        itemType="leaf"
        aria-level={1}
        aria-setsize={rootCount}
        aria-posinset={1}
        aria-disabled
      >
        <TreeItemLayout iconBefore={<Desktop20Regular />} selector={{ disabled: true }}>
          {t('initiate.items.systemState')}{' '}
          <Text size={200} className={styles.quiet}>
            {t('initiate.items.systemStateWhy')}
          </Text>
        </TreeItemLayout>
      </FlatTreeItem>
      {tree.rows.map((row) => (
        <ItemTreeRow key={row.kind === 'entry' ? row.entry.path : row.id} row={row} rootCount={rootCount} />
      ))}
    </FlatTree>
  );
}

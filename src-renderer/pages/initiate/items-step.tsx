import { MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobId } from '../../../src-shared/domain/ids.ts';
import type { InitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { EstimateCard } from './estimate-card.tsx';
import { ExclusionsList } from './exclusions-list.tsx';
import { ItemList } from './item-list.tsx';
import { ItemPathTest } from './item-path-test.tsx';
import { ItemTreeView } from './item-tree-view.tsx';
import type { Selection } from './selection-model.ts';
import { useEstimate } from './use-estimate.ts';
import { useItemTree } from './use-item-tree.ts';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 264px',
    gap: tokens.spacingHorizontalXL,
    alignItems: 'start',
    '@media (max-width: 860px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  left: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
});

export interface ItemsStepProps {
  readonly jobId: JobId;
  readonly draft: InitiateDraft;
  readonly onChange: (change: Partial<InitiateDraft>) => void;
  readonly isSaved: boolean;
  readonly showRequired: boolean;
}

/** Select Items to Back Up: tree, what is ticked, exclusions, a path to test, running estimate. */
export function ItemsStep(props: ItemsStepProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tree = useItemTree();
  const { draft } = props;
  const state = useEstimate(props.jobId, draft, props.isSaved);
  const select = ({ items, exclusions }: Selection) =>
    props.onChange({ items: [...items], exclusions: [...exclusions] });
  return (
    <>
      {tree.error === undefined ? null : <ErrorPanel error={tree.error} />}
      {props.showRequired && draft.items.length === 0 ? (
        <MessageBar intent="error" data-problem="true" tabIndex={-1}>
          <MessageBarBody>{t('initiate.items.noneSelected')}</MessageBarBody>
        </MessageBar>
      ) : null}
      <div className={styles.columns}>
        <div className={styles.left}>
          <ItemTreeView tree={tree} selection={draft} onChange={select} />
          {draft.items.length === 0 ? null : <ItemList selection={draft} onChange={select} />}
          <ExclusionsList
            exclusions={draft.exclusions}
            sizes={state.isFinal ? state.estimate?.rules : undefined}
            onChange={(exclusions) => props.onChange({ exclusions: [...exclusions] })}
          />
          {draft.items.length === 0 ? null : <ItemPathTest selection={draft} kindOf={tree.kindOf} />}
        </div>
        <EstimateCard itemCount={draft.items.length} state={state} />
      </div>
    </>
  );
}

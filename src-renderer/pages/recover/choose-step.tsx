import { Button, Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatDateTime } from '../../../src-shared/locales/format.ts';
import { PageFooter } from '../../app/page-slots.tsx';
import { useLanguage } from '../../app/use-language.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Section } from '../../components/section.tsx';
import { RecoveryTree } from './recovery-tree.tsx';
import { SearchResults } from './search-results.tsx';
import { selectionSize } from './selection.ts';
import { TargetSection } from './target-section.tsx';
import type { OpenPoint, RecoverController } from './use-recover.ts';
import { useRecoveryTree } from './use-recovery-tree.ts';

/** What to recover and where to: tree, search, target, conflict rule. */
export function ChooseStep(props: { readonly recover: RecoverController; readonly opened: OpenPoint }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { recover, opened } = props;
  const { selection, start } = recover;
  const tree = useRecoveryTree(opened.sessionId);
  const size = selectionSize(selection);
  const hasExpired =
    start.error?.code === 'vault.sessionExpired' || tree.error?.code === 'vault.sessionExpired';
  return (
    <>
      {start.error === null ? null : (
        <ErrorPanel
          error={start.error}
          onDismiss={start.reset}
          onRetry={hasExpired ? recover.unlockAgain : undefined}
        />
      )}
      <Section
        title={t('recover.choose.title')}
        text={t('recover.choose.point', { time: formatDateTime(opened.point.createdAt, language) })}
        actions={
          <Button size="small" onClick={recover.chooseOther}>
            {t('recover.choose.other')}
          </Button>
        }
      >
        <SearchResults
          sessionId={opened.sessionId}
          selection={selection}
          tree={tree.entries}
          onToggle={(entry) => recover.toggle(entry, tree.entries)}
        />
        <RecoveryTree
          tree={tree}
          selection={selection}
          onToggle={(entry) => recover.toggle(entry, tree.entries)}
        />
        <Text role="status" weight="semibold">
          {t('recover.choose.size', { count: size.entries, size: formatBytes(size.bytes, language) })}
        </Text>
      </Section>
      <TargetSection form={recover.form} onChange={recover.setForm} isBusy={start.isPending} />
      <PageFooter
        status={
          recover.problem === undefined ? t('recover.choose.status') : t(`recover.problem.${recover.problem}`)
        }
      >
        <Button
          appearance="primary"
          disabledFocusable={recover.problem !== undefined || start.isPending}
          onClick={recover.run}
        >
          {size.entries === 0
            ? t('recover.start.nothing')
            : t(`recover.start.${recover.form.target}`, { size: formatBytes(size.bytes, language) })}
        </Button>
      </PageFooter>
    </>
  );
}

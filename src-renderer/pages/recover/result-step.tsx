import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Skeleton,
  SkeletonItem,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { RecoverResult } from '../../../src-shared/contract/recover-calls.ts';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import { formatBytes, formatNumber } from '../../../src-shared/locales/format.ts';
import { PageFooter } from '../../app/page-slots.tsx';
import { useLanguage } from '../../app/use-language.ts';
import { useCall } from '../../bridge/use-call.ts';
import { DefinitionList } from '../../components/definition-list.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Identifier } from '../../components/identifier.tsx';
import { WarningRows } from '../../components/progress/warnings-list.tsx';
import { SaveIntoFolder } from '../../components/save-into-folder.tsx';
import { Section } from '../../components/section.tsx';
import { DifferenceTable } from './difference-table.tsx';
import { outcomeOf } from './result-summary.ts';

const useStyles = makeStyles({
  waiting: { height: '160px' },
  title: { fontSize: tokens.fontSizeBase400 },
});

const intents = {
  identical: 'success',
  restored: 'success',
  restoredWithSkips: 'warning',
  differences: 'warning',
  withFailures: 'error',
  nothing: 'info',
} as const;

function ResultFacts(props: { readonly result: RecoverResult }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { result } = props;
  const text = (key: string) => t(`recover.result.${key}`);
  const filesAndBytes = (files: number, bytes: number) =>
    t('recover.result.filesAndBytes', {
      count: files,
      files: formatNumber(files, language),
      size: formatBytes(bytes, language),
    });
  return (
    <DefinitionList
      rows={[
        { term: text('restored'), value: filesAndBytes(result.restoredFiles, result.restoredBytes) },
        { term: text('skipped'), value: formatNumber(result.skippedCount, language) },
        { term: text('failed'), value: formatNumber(result.failedCount, language) },
        ...(result.compared === undefined
          ? []
          : [
              { term: text('compared'), value: filesAndBytes(result.compared.files, result.compared.bytes) },
              { term: text('differences'), value: formatNumber(result.compared.differenceCount, language) },
            ]),
        ...(result.targetPath === undefined
          ? []
          : [
              {
                term: text('target'),
                value: <Identifier value={result.targetPath} label={text('target')} />,
              },
            ]),
      ]}
    />
  );
}

function ResultView(props: { readonly result: RecoverResult }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { result } = props;
  const outcome = outcomeOf(result);
  return (
    <>
      <MessageBar intent={intents[outcome]} layout="multiline">
        <MessageBarBody>
          <MessageBarTitle className={styles.title}>{t(`recover.outcome.${outcome}.title`)}</MessageBarTitle>
          {t(`recover.outcome.${outcome}.text`)}
        </MessageBarBody>
      </MessageBar>
      <ResultFacts result={result} />
      {result.failedCount === 0 ? null : (
        <Section title={t('recover.result.failedTitle', { count: result.failedCount })}>
          <WarningRows warnings={result.failed} label={t('recover.result.failed')} />
        </Section>
      )}
      {result.skippedCount === 0 ? null : (
        <Section title={t('recover.result.skippedTitle', { count: result.skippedCount })}>
          <WarningRows warnings={result.skipped} label={t('recover.result.skipped')} />
        </Section>
      )}
      {result.compared === undefined || result.compared.differenceCount === 0 ? null : (
        <Section
          title={t('recover.result.differencesTitle', { count: result.compared.differenceCount })}
          text={t('recover.result.differencesText')}
        >
          <DifferenceTable differences={result.compared.differences} />
        </Section>
      )}
    </>
  );
}

/** What came back: restored, skipped, failed, each with reason, and where it differs from the source. */
export function ResultStep(props: { readonly task: TaskSnapshot; readonly onPutAway: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { task } = props;
  const hasFailed = task.state === 'failed';
  const result = useCall('recover.result', { taskId: task.id }, { enabled: !hasFailed });
  return (
    <>
      {task.error === undefined ? null : <ErrorPanel error={task.error} />}
      {result.error === null || task.error !== undefined ? null : (
        <ErrorPanel error={result.error} onRetry={() => void result.refetch()} />
      )}
      {result.isLoading ? (
        <Skeleton aria-label={t('recover.result.reading')}>
          <SkeletonItem className={styles.waiting} />
        </Skeleton>
      ) : null}
      {result.data === undefined ? null : <ResultView result={result.data} />}
      <PageFooter status={t(`recover.result.status.${hasFailed ? 'failed' : 'done'}`)}>
        {result.data === undefined ? null : (
          <SaveIntoFolder
            call="recover.saveReport"
            inputFor={(folder) => ({ taskId: task.id, folder })}
            wordsKey="recover.report"
            size="medium"
          />
        )}
        <Button appearance="primary" onClick={props.onPutAway}>
          {t(hasFailed ? 'recover.result.back' : 'recover.result.more')}
        </Button>
      </PageFooter>
    </>
  );
}

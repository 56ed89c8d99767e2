import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  mergeClasses,
  Skeleton,
  SkeletonItem,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { OpaqueCheck } from '../../../src-shared/domain/opaque.ts';
import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import { formatBytes } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useTableStyles } from '../../components/table-styles.ts';

const useStyles = makeStyles({
  line: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
  table: { maxHeight: '260px', overflowY: 'auto' },
  name: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  skeleton: { width: '320px', maxWidth: '100%' },
});

/** Most rows on screen; the count above them has all. */
const mostRows = 50;

function ProblemTable({ check }: { readonly check: OpaqueCheck }) {
  const styles = useStyles();
  const cells = useTableStyles();
  const { t } = useTranslation();
  const rows = check.problems.slice(0, mostRows);
  const more = check.problemCount - rows.length;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, so the keyboard must reach it. */}
      <section className={styles.table} tabIndex={0} aria-label={t('opaque.table.name')}>
        <Table size="small" aria-label={t('opaque.table.name')}>
          <TableHeader>
            <TableRow>
              <TableHeaderCell>{t('opaque.table.file')}</TableHeaderCell>
              <TableHeaderCell>{t('opaque.table.why')}</TableHeaderCell>
            </TableRow>
          </TableHeader>
          <TableBody>
            {rows.map(({ file, code }) => (
              <TableRow key={file}>
                <TableCell className={mergeClasses(cells.cell, cells.dense, cells.anywhere, styles.name)}>
                  {file}
                </TableCell>
                <TableCell className={mergeClasses(cells.cell, cells.dense)}>
                  {t(`opaque.problems.${code}.what`)}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </section>
      {more > 0 ? <Text>{t('opaque.moreProblems', { count: more })}</Text> : null}
    </>
  );
}

/** How many files there are and which of them stand in the way, each with its reason. */
export function OpaqueFindings(props: {
  readonly check: UseQueryResult<OpaqueCheck, AppErrorData>;
  readonly onUseBlocks: () => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { data, error, isFetching, refetch } = props.check;
  return (
    <Section title={t('opaque.foundTitle')}>
      {error === null ? null : <ErrorPanel error={error} onRetry={() => void refetch()} takeFocus={false} />}
      {data === undefined ? (
        error === null ? (
          <Skeleton className={styles.skeleton} aria-label={t('opaque.looking')}>
            <SkeletonItem />
          </Skeleton>
        ) : null
      ) : (
        <>
          <div className={styles.line}>
            <Text>{t('opaque.found', { count: data.files, size: formatBytes(data.bytes, language) })}</Text>
            {data.problemCount === 0 ? <StatusBadge tone="success">{t('opaque.allGood')}</StatusBadge> : null}
            <Button
              size="small"
              appearance="subtle"
              disabledFocusable={isFetching}
              onClick={() => void refetch()}
            >
              {isFetching ? t('opaque.looking') : t('opaque.lookAgain')}
            </Button>
          </div>
          {data.problemCount === 0 ? null : (
            <>
              <MessageBar intent="warning" layout="multiline">
                <MessageBarBody>
                  <MessageBarTitle>{t('opaque.problemTitle', { count: data.problemCount })}</MessageBarTitle>
                  {data.blocksWouldDo ? t('opaque.blocksWouldDo') : t('opaque.problemText')}
                </MessageBarBody>
                {data.blocksWouldDo ? (
                  <MessageBarActions>
                    <Button size="small" onClick={props.onUseBlocks}>
                      {t('opaque.useBlocks')}
                    </Button>
                  </MessageBarActions>
                ) : null}
              </MessageBar>
              <ProblemTable check={data} />
            </>
          )}
        </>
      )}
    </Section>
  );
}

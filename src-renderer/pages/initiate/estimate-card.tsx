import { Card, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Estimate } from '../../../src-shared/contract/initiate-calls.ts';
import { formatNumber } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { SectionTitle } from '../../components/section-title.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useErrorWords } from '../../components/use-error-words.ts';
import type { EstimateState } from './use-estimate.ts';

const useStyles = makeStyles({
  card: { gap: tokens.spacingVerticalM },
  rows: { display: 'grid', gridTemplateColumns: '1fr auto', gap: tokens.spacingVerticalXS, margin: 0 },
  term: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0, textAlign: 'right' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

function EstimateError(props: { readonly error: NonNullable<EstimateState['error']> }) {
  const words = useErrorWords(props.error);
  return (
    <StatusBadge tone="warning">
      {words.title} {words.next}
    </StatusBadge>
  );
}

function Figures(props: { readonly estimate: Estimate }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { estimate } = props;
  const number = (value: number) => formatNumber(value, language);
  const rows = [
    [t('initiate.estimate.files'), number(estimate.files)],
    [t('initiate.estimate.folders'), number(estimate.folders)],
    [t('initiate.estimate.size'), <ByteSize key="size" bytes={estimate.sourceBytes} />],
    [
      t('initiate.estimate.excluded'),
      estimate.excludedFiles === 0 ? (
        t('initiate.estimate.nothingExcluded')
      ) : (
        <span key="excluded">
          {number(estimate.excludedFiles)} / <ByteSize bytes={estimate.excludedBytes} />
        </span>
      ),
    ],
  ] as const;
  return (
    <>
      <dl className={styles.rows}>
        {rows.map(([term, value]) => (
          <Fragment key={term}>
            <dt className={styles.term}>{term}</dt>
            <dd className={styles.value}>{value}</dd>
          </Fragment>
        ))}
      </dl>
      <div>
        <Text block className={styles.term}>
          {t('initiate.estimate.staged')}
        </Text>
        <Text weight="semibold" size={400}>
          {estimate.stagedBytesLow === 0 ? (
            t('initiate.estimate.atMost')
          ) : (
            <>
              <ByteSize bytes={estimate.stagedBytesLow} /> {t('initiate.estimate.to')}
            </>
          )}{' '}
          <ByteSize bytes={estimate.stagedBytesHigh} />
        </Text>
      </div>
      {estimate.unreadable > 0 ? (
        <StatusBadge tone="warning">
          {t('initiate.estimate.unreadable', { count: estimate.unreadable })}
        </StatusBadge>
      ) : null}
    </>
  );
}

/** Running estimate beside the tree: files, size, and the range expected in staging. */
export function EstimateCard(props: { readonly itemCount: number; readonly state: EstimateState }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { estimate, isFinal, error } = props.state;
  const isCounting = props.itemCount > 0 && !isFinal && error === undefined;
  return (
    <Card className={styles.card} appearance="filled-alternative">
      <SectionTitle>{t('initiate.estimate.title')}</SectionTitle>
      {props.itemCount === 0 ? <Text className={styles.quiet}>{t('initiate.estimate.nothing')}</Text> : null}
      {error === undefined ? null : <EstimateError error={error} />}
      {estimate === undefined ? null : <Figures estimate={estimate} />}
      {isCounting ? (
        <div>
          <ProgressBar aria-label={t('initiate.estimate.counting')} />
          <Text size={200} className={styles.quiet}>
            {t('initiate.estimate.counting')}
          </Text>
        </div>
      ) : null}
    </Card>
  );
}

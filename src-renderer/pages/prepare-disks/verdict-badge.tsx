import { useTranslation } from 'react-i18next';
import type { DiskFinding } from '../../../src-shared/domain/disks.ts';
import { StatusBadge, type StatusTone } from '../../components/status-badge.tsx';
import type { DiskRow, DiskVerdict } from './disk-rows.ts';

const tones: Readonly<Record<DiskVerdict, StatusTone>> = {
  ready: 'success',
  holdsData: 'warning',
  attention: 'warning',
  inSession: 'busy',
  blocked: 'danger',
};

/** Words of findings by code: a short one for the table, sentences for the details. */
export function useFindingWords() {
  const { t } = useTranslation();
  const words = ({ code, params }: DiskFinding, part: 'title' | 'advice') =>
    t(`findings.${code}.${part}`, { ...params });
  return {
    short: (finding: DiskFinding) => words(finding, 'title'),
    long: (finding: DiskFinding) => `${words(finding, 'title')}. ${words(finding, 'advice')}`,
  };
}

/** What a disk is worth, as icon and word. */
export function VerdictBadge(props: { readonly row: DiskRow }) {
  const { t } = useTranslation();
  const { short } = useFindingWords();
  const { verdict, leading, furtherFindings } = props.row;
  return (
    <StatusBadge tone={tones[verdict]}>
      {leading === undefined ? t(`prepareDisks.verdict.${verdict}`) : short(leading)}
      {furtherFindings === 0 ? null : ` ${t('prepareDisks.moreFindings', { count: furtherFindings })}`}
    </StatusBadge>
  );
}

import { useTranslation } from 'react-i18next';
import { type DeadlineUrgency, deadlinesOf } from '../../../src-shared/domain/deadlines.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { formatDate } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { StatusBadge, type StatusTone } from '../../components/status-badge.tsx';
import { useNow } from '../../components/use-now.ts';

const tones: Readonly<Record<DeadlineUrgency, StatusTone>> = {
  calm: 'waiting',
  amber: 'warning',
  red: 'danger',
  passed: 'danger',
};

/** Nearest deadline in words, days and date; a dash when nothing is due. */
export function JobDeadline({ job }: { readonly job: JobSnapshot }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const [deadline] = deadlinesOf(job, now).toSorted((a, b) => a.dueAt.localeCompare(b.dueAt));
  if (deadline === undefined) return <span>{t('jobs.noDeadline')}</span>;
  const when = deadline.daysLeft < 0 ? 'passed' : deadline.daysLeft === 0 ? 'today' : 'left';
  return (
    <StatusBadge tone={tones[deadline.urgency]}>
      {t(`jobs.deadline.${deadline.code}.${when}`, {
        count: Math.abs(deadline.daysLeft),
        date: formatDate(deadline.dueAt, language),
      })}
    </StatusBadge>
  );
}

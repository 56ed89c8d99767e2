import { useTranslation } from 'react-i18next';
import { stateWordsKey } from '../../../src-shared/domain/import-states.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { DateTimeText } from '../../components/date-time-text.tsx';
import { Section } from '../../components/section.tsx';
import { Timeline } from '../../components/timeline.tsx';
import { type TimelineEntry, timelineEntries } from './timeline-entries.ts';

const drawn = { done: 'done', passed: 'done', current: 'current', odd: 'current', coming: 'coming' } as const;

/** States of the import job with dates, and what is still to come. */
export function JobTimeline(props: { readonly job: JobSnapshot }) {
  const { t } = useTranslation();
  const detailOf = (entry: TimelineEntry) => {
    if (entry.kind === 'passed') return t('monitor.timeline.notSeen');
    if (entry.seenAt === undefined) return undefined;
    return (
      <>
        <DateTimeText instant={entry.seenAt} />
        {entry.kind === 'odd' ? ` ${t(`${stateWordsKey('job', entry.state)}.meaning`)}` : ''}
      </>
    );
  };
  const entries = timelineEntries(props.job.monitor).map((entry, index) => ({
    id: `${index}:${entry.state}`,
    title: t(`${stateWordsKey('job', entry.state)}.title`, { state: entry.state }),
    state: drawn[entry.kind],
    ...(detailOf(entry) === undefined ? {} : { detail: detailOf(entry) }),
  }));
  return (
    <Section title={t('monitor.timeline.title')}>
      <Timeline label={t('monitor.timeline.title')} entries={entries} />
    </Section>
  );
}

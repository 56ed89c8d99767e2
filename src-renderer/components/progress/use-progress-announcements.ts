import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { settledFraction } from '../../../src-shared/domain/settled-progress.ts';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import { formatPercent } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { useAnnounceThrottled } from '../use-announce.ts';

/** Tells screen readers how a task gets on: each end at once, progress every 10 % or 30 seconds. */
export function useProgressAnnouncements(task: TaskSnapshot): void {
  const { t } = useTranslation();
  const language = useLanguage();
  const announcer = useAnnounceThrottled();
  const saidState = useRef(task.state);
  useEffect(() => {
    const title = t(`activity.kind.${task.kind}`);
    if (saidState.current !== task.state) {
      saidState.current = task.state;
      announcer.now(`${title}: ${t(`activity.state.${task.state}`)}`);
      return;
    }
    if (task.state !== 'running') return;
    const fraction = settledFraction(task.progress, task.state);
    announcer.progress(fraction === undefined ? undefined : fraction * 100, () =>
      fraction === undefined
        ? `${title}: ${t(`phases.${task.phase}`)}`
        : `${title}: ${t(`phases.${task.phase}`)}, ${formatPercent(fraction, language)}`,
    );
  }, [task, t, language, announcer]);
}

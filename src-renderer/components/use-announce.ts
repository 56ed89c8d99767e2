import { useAnnounce as useFluentAnnounce } from '@fluentui/react-components';
import { useMemo, useRef } from 'react';

const quietMilliseconds = 30_000;
const stepPercent = 10;

export interface ThrottledAnnouncer {
  /** Says something that the operator just caused. */
  readonly now: (text: string) => void;
  /** Says how far a task is, at most every 10 % or 30 seconds; `text` is asked only when it is said. */
  readonly progress: (percent: number | undefined, text: () => string) => void;
}

/** Live region for screen readers. Progress is throttled, so that it never talks over its listener. */
export function useAnnounceThrottled(): ThrottledAnnouncer {
  const { announce } = useFluentAnnounce();
  const last = useRef<{ at: number; percent: number }>({ at: 0, percent: -stepPercent });
  return useMemo(
    () => ({
      now: (text) => announce(text),
      progress: (percent, text) => {
        const now = Date.now();
        const hasStepped = percent !== undefined && percent - last.current.percent >= stepPercent;
        if (!hasStepped && now - last.current.at < quietMilliseconds) return;
        last.current = { at: now, percent: percent ?? last.current.percent };
        announce(text());
      },
    }),
    [announce],
  );
}

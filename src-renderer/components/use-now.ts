import { useEffect, useState } from 'react';
import { useAppInfo } from '../app/app-info.tsx';
import { useCall } from '../bridge/use-call.ts';

const minuteMilliseconds = 60_000;

/**
 * The moment that deadlines and "since" are counted from, fresh every minute. In practice mode it is the practice world's
 * clock, which the operator may have moved ahead.
 */
export function useNow(): Date {
  const { isPractice } = useAppInfo();
  const practice = useCall('practice.status', {}, { enabled: isPractice });
  const [wallClock, setWallClock] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setWallClock(Date.now()), minuteMilliseconds);
    return () => clearInterval(timer);
  }, []);
  if (!isPractice || practice.data === undefined) return new Date(wallClock);
  const passed = Math.max(0, wallClock - practice.dataUpdatedAt);
  return new Date(Date.parse(practice.data.now) + passed);
}

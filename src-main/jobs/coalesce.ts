/** Sends the newest value of something that changes often: the first at once, then at most one per interval, the last always. */
export interface Coalescer {
  /** Something changed; `send` is called now or soon. */
  touch(): void;
  /** Sends at once what is still waiting and stops. */
  flush(): void;
}

/** @param intervalMilliseconds 250 keeps to four events a second */
export function createCoalescer(send: () => void, intervalMilliseconds: number): Coalescer {
  let timer: NodeJS.Timeout | undefined;
  let isWaiting = false;
  const onTimer = (): void => {
    timer = undefined;
    if (isWaiting) sendNow();
  };
  const sendNow = (): void => {
    isWaiting = false;
    timer = setTimeout(onTimer, intervalMilliseconds);
    timer.unref();
    send();
  };
  return {
    touch() {
      if (timer === undefined) sendNow();
      else isWaiting = true;
    },
    flush() {
      clearTimeout(timer);
      timer = undefined;
      if (isWaiting) {
        isWaiting = false;
        send();
      }
    },
  };
}

/** @file What a page tells about its own smoothness: scripts that run in it, and the shape of what they bring back. */

export interface PageWatch {
  /** Milliseconds between two frames that followed each other, where longer than `longMilliseconds`. */
  readonly gaps: readonly number[];
  /** Milliseconds of every task of the main thread that the browser calls long (50 or more), by the clock. */
  readonly longTasks: readonly number[];
  /** Milliseconds from the begin of a frame's work to its drawing, of frames that took 50 or more, by the clock. */
  readonly longFrames: readonly number[];
  readonly frameCount: number;
  readonly seconds: number;
}

/** A frame that takes longer is seen as a jerk. */
export const longMilliseconds = 50;

/** Begins to watch. Costs the page a callback per frame. */
export const beginWatch = `(() => {
  const watch = { gaps: [], longTasks: [], longFrames: [], frameCount: 0, startedAt: performance.now(), isEnded: false };
  globalThis.benchWatch = watch;
  const observe = (type, found) =>
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => found.push(duration))).observe({ type });
  observe('longtask', watch.longTasks);
  observe('long-animation-frame', watch.longFrames);
  let last = performance.now();
  const onFrame = (now) => {
    if (now - last > ${longMilliseconds}) watch.gaps.push(now - last);
    last = now;
    watch.frameCount += 1;
    if (!watch.isEnded) requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
})()`;

/** Ends the watch. Evaluates to a `PageWatch`. */
export const endWatch = `new Promise((resolve) => {
  const watch = globalThis.benchWatch;
  watch.isEnded = true;
  // The browser reports long tasks and frames a moment later.
  setTimeout(() => {
    const { gaps, longTasks, longFrames, frameCount, startedAt } = watch;
    resolve({ gaps, longTasks, longFrames, frameCount, seconds: (performance.now() - startedAt) / 1000 });
  }, 500);
})`;

/** Presses the first button or link whose words hold these. Evaluates to false while there is none. */
export const press = (words: string): string => `(() => {
  const buttons = [...document.querySelectorAll('button, a')];
  const found = buttons.find((button) => button.textContent.trim().includes(${JSON.stringify(words)}));
  found?.click();
  return found !== undefined;
})()`;

/** Evaluates to the heading of the page. */
export const heading = `document.querySelector('h1')?.textContent ?? ''`;

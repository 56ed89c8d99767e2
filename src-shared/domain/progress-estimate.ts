/**
 * Rate and time left that can be trusted (anchors 10, restic's rule): nothing until the total is known and enough has been
 * measured, nothing while the work stands still. Pure: time comes in as a number of milliseconds of a clock that never jumps.
 */
export interface ProgressSample {
  readonly atMilliseconds: number;
  readonly doneBytes: number;
}

/** Samples of the last while, oldest first. */
export type ProgressWindow = readonly ProgressSample[];

export interface ProgressEstimate {
  readonly bytesPerSecond?: number;
  readonly secondsLeft?: number;
  /** Since the last byte, once that is long enough to tell somebody. */
  readonly stalledSeconds?: number;
}

/** The rate is the mean of this long, so that one slow file does not make it jump. */
const windowMilliseconds = 30_000;
/** Samples closer together than this are merged; keeps the window small however often work reports. */
const sampleSpacingMilliseconds = 250;
const shortestForRateMilliseconds = 1000;
const shortestForTimeLeftMilliseconds = 10_000;
/** Without a byte for so long the work counts as stalled. */
const stallMilliseconds = 10_000;
/** Without a byte for so long somebody is told: longer than a drive takes to wake up or to write its cache out. */
const noticeMilliseconds = 30_000;
/** Enough bytes for a forecast: this many, or a hundredth of the total where that is less. */
const enoughBytes = 16 * 1024 * 1024;

/** Adds a measurement. Fewer bytes than before mean that another phase began: measuring starts anew. */
export function addProgressSample(window: ProgressWindow, sample: ProgressSample): ProgressWindow {
  const last = window.at(-1);
  if (last === undefined || sample.doneBytes < last.doneBytes) return [sample];
  if (sample.doneBytes === last.doneBytes) return window;
  const beforeLast = window.at(-2);
  const isClose =
    beforeLast !== undefined && sample.atMilliseconds - beforeLast.atMilliseconds < sampleSpacingMilliseconds;
  const kept = isClose ? window.slice(0, -1) : window;
  const oldest = sample.atMilliseconds - windowMilliseconds;
  // The newest sample that is already too old stays: without it the first stretch of the window would be lost.
  const firstInside = kept.findIndex(({ atMilliseconds }) => atMilliseconds > oldest);
  return [...kept.slice(Math.max(0, firstInside - 1)), sample];
}

/**
 * @param totalBytes absent until it is known
 * @param nowMilliseconds same clock as the samples
 */
export function estimateProgress(
  window: ProgressWindow,
  totalBytes: number | undefined,
  nowMilliseconds: number,
): ProgressEstimate {
  const first = window[0];
  const last = window.at(-1);
  if (first === undefined || last === undefined) return {};
  const idleMilliseconds = nowMilliseconds - last.atMilliseconds;
  if (idleMilliseconds >= noticeMilliseconds) return { stalledSeconds: Math.floor(idleMilliseconds / 1000) };
  if (idleMilliseconds >= stallMilliseconds) return {};
  const measuredMilliseconds = nowMilliseconds - first.atMilliseconds;
  const measuredBytes = last.doneBytes - first.doneBytes;
  if (measuredMilliseconds < shortestForRateMilliseconds || measuredBytes === 0) return {};
  const bytesPerSecond = (measuredBytes * 1000) / measuredMilliseconds;
  const isHonest =
    totalBytes !== undefined &&
    totalBytes >= last.doneBytes &&
    measuredMilliseconds >= shortestForTimeLeftMilliseconds &&
    measuredBytes >= Math.min(enoughBytes, totalBytes / 100);
  if (!isHonest) return { bytesPerSecond };
  return { bytesPerSecond, secondsLeft: (totalBytes - last.doneBytes) / bytesPerSecond };
}

/** @file Worker thread: the estimate, with its counters in shared memory so that the page sees them grow. */
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { measureSelection, type SelectionSize } from './estimate.ts';
import { createExclusions } from './exclusions.ts';
import { openSelection, type Selection } from './open-selection.ts';
import { openSourceRoots } from './source-root.ts';

/** Order of the counters in shared memory. */
export const sharedCounters = [
  'files',
  'folders',
  'sourceBytes',
  'excludedFiles',
  'excludedBytes',
  'unreadable',
  'stagedBytesLow',
  'stagedBytesHigh',
] as const satisfies readonly (keyof SelectionSize)[];

export interface EstimateInput extends Selection {
  /** One Float64 per counter; read while this runs. */
  readonly counters: SharedArrayBuffer;
  /** Two Float64 per rule in the order of the job: files and bytes that it decided about. Absent: not counted. */
  readonly ruleCounters?: SharedArrayBuffer;
  /** Folder that the backup goes to; then only what it will read is walked. Absent: what is excluded is counted too. */
  readonly outputFolder?: string;
}

function openWithExcluded({ items, exclusions, ruleCounters = new SharedArrayBuffer(0) }: EstimateInput) {
  const perRule = new Float64Array(ruleCounters);
  const onRule = (index: number, bytes: number): void => {
    if (index * 2 + 1 >= perRule.length) return;
    perRule[index * 2] = (perRule[index * 2] ?? 0) + 1;
    perRule[index * 2 + 1] = (perRule[index * 2 + 1] ?? 0) + bytes;
  };
  const rules = createExclusions(exclusions);
  const scanOptions = { exclusions: rules, neverWalk: undefined, countExcluded: true, onRule };
  return { roots: openSourceRoots(items, exclusions), scanOptions };
}

export function runEstimate(input: EstimateInput, control: WorkerControl): SelectionSize {
  const counters = new Float64Array(input.counters);
  const publish = (size: SelectionSize): void => {
    for (const [index, name] of sharedCounters.entries()) counters[index] = size[name];
  };
  const { outputFolder } = input;
  const { roots, scanOptions } =
    outputFolder === undefined ? openWithExcluded(input) : openSelection(input, outputFolder);
  const size = measureSelection(roots, scanOptions, (sofar) => {
    control.throwIfStopped();
    publish(sofar);
  });
  publish(size);
  return size;
}

/** @file Worker thread: the estimate, with its counters in shared memory so that the page sees them grow. */
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { measureSelection, type SelectionSize } from './estimate.ts';
import { createExclusions } from './exclusions.ts';
import type { Selection } from './open-selection.ts';
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
}

export function runEstimate(input: EstimateInput, control: WorkerControl): SelectionSize {
  const counters = new Float64Array(input.counters);
  const publish = (size: SelectionSize): void => {
    for (const [index, name] of sharedCounters.entries()) counters[index] = size[name];
  };
  const options = {
    exclusions: createExclusions(input.exclusions),
    neverWalk: undefined,
    countExcluded: true,
  };
  const size = measureSelection(openSourceRoots(input.items, input.exclusions), options, (sofar) => {
    control.throwIfStopped();
    publish(sofar);
  });
  publish(size);
  return size;
}

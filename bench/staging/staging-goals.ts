/** @file What the engine is judged by, against each peer in the same run. */
import type { Goal } from '../common/rows.ts';
import type { CorpusName } from '../corpora/corpus.ts';

type PeerId = 'restic' | 'borg' | 'tar-zstd';

const atLeast = (value: number): Goal => ({ of: 'ratio', is: 'atLeast', value });
const atMost = (value: number): Goal => ({ of: 'ratio', is: 'atMost', value });

/** Wall of the first backup, peer/ours. */
export const fullGoals: Readonly<Record<CorpusName, Readonly<Record<PeerId, Goal>>>> = {
  a: { restic: atLeast(3.3), borg: atLeast(6), 'tar-zstd': atLeast(1.1) },
  b: { restic: atLeast(2.8), borg: atLeast(2.5), 'tar-zstd': atLeast(1.5) },
  c: { restic: atLeast(4.8), borg: atLeast(3), 'tar-zstd': atLeast(1.5) },
};

/** Wall of the second run, peer/ours. */
export const secondGoal = atLeast(3.5);

/** Wall of a restore, peer/ours. */
export const restoreGoal = atLeast(1.5);

/** CPU seconds of the first backup, ours/restic. */
export const cpuGoal = atMost(0.4);

/** Bytes of the first backup, ours/restic. */
export const bytesGoals: Readonly<Record<CorpusName, Goal>> = {
  a: atMost(0.85),
  b: atMost(1.1),
  c: atMost(1.005),
};

/** Wall of the first backup, one worker/two workers. */
export const scalingGoal = atLeast(1.7);

/** MiB of resident memory with two workers. */
export const memoryGoal: Goal = { of: 'ours', is: 'below', value: 512 };

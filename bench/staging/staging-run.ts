/** @file What one run of one tool over one corpus measured, and the shape in which rows are made of it. */
import type { CorpusName } from '../corpora/corpus.ts';
import type { Measured } from '../process/measure.ts';

/** `full`: first backup; `second`: one percent changed; `restore`: of the first backup. */
export type Phase = 'full' | 'second' | 'restore';

export interface StagingRun extends Omit<Measured, 'output'> {
  readonly corpus: CorpusName;
  /** `Tool.id` */
  readonly tool: string;
  readonly phase: Phase;
  /** From 1. */
  readonly round: number;
  /** Of what was written: the output, what the second run added to it, what was restored. */
  readonly bytes: number;
  /** `sync -f` right after the run: what the tool had left to the kernel to write. */
  readonly settleSeconds: number;
  /** Of ours: without the start of Node. */
  readonly workSeconds?: number;
}

import type { Pipeline } from '../process/pipeline.ts';

/** Folders that one tool works in for one corpus; made empty before it starts, but for `source`. */
export interface ToolPlace {
  readonly source: string;
  /** What the tool stages; its size is what counts as output. */
  readonly output: string;
  /** Caches, sockets and keys of the tool. */
  readonly state: string;
  readonly restored: string;
}

/** A program that backs up, as a bench calls it. Each step is a list of pipelines, run one after the other. */
export interface Tool {
  readonly id: string;
  /** As rows name it, with its version. */
  readonly title: string;
  /** Not measured. */
  prepare(place: ToolPlace): readonly Pipeline[];
  backUp(place: ToolPlace): readonly Pipeline[];
  /** After a change of the source; undefined for a tool that has no second run other than the first. */
  backUpAgain(place: ToolPlace): readonly Pipeline[] | undefined;
  /** What the first backup holds, into `restored`. */
  restore(place: ToolPlace): readonly Pipeline[];
}

/** Passphrase of every repository a bench makes; protects nothing. */
export const benchPassphrase = 'bench passphrase of no worth';

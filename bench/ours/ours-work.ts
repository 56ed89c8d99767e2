/** What the process of ours is told to do, as JSON in its only argument. All paths are absolute. */
export type OursWork = { readonly workers: number } & (
  | { readonly verb: 'backUp'; readonly source: string; readonly staging: string }
  | {
      readonly verb: 'backUpAgain';
      readonly source: string;
      readonly staging: string;
      /** Takes what is new. */
      readonly added: string;
    }
  | { readonly verb: 'restore'; readonly staging: string; readonly target: string }
  | { readonly verb: 'compare'; readonly source: string; readonly target: string }
  | {
      readonly verb: 'simulate';
      readonly sourceBytes: number;
      readonly seed: number;
      readonly folder: string;
    }
);

/** What it prints. */
export interface OursOutcome {
  /** Of the whole, of the change, restored, or compared; of a simulation its chunks. */
  readonly files: number;
  readonly bytes: number;
  /** Warnings, failures and differences; a bench expects none. At most as many as the service tells. */
  readonly warnings: readonly string[];
  /** From the first call of the service to its answer, without the start of Node. */
  readonly workSeconds: number;
  /** Peak of resident memory at the end, after which nothing more can be missed. */
  readonly peakBytes: number;
}

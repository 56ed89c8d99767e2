import type { BenchOptions } from './options.ts';
import type { BenchRow } from './rows.ts';

export interface BenchOutcome {
  readonly rows: readonly BenchRow[];
  /** One object per run of one program, as measured; only for the JSON file. */
  readonly measurements: readonly object[];
  /** What holds for the whole: versions, how the data was made, what is missing. */
  readonly notes: readonly string[];
}

export interface BenchContext {
  readonly options: BenchOptions;
  /** Exists. */
  readonly workFolder: string;
  readonly say: (line: string) => void;
  /** Keeps what is known so far, so that a run that is ended early is not lost. */
  readonly keep: (outcome: BenchOutcome) => Promise<void>;
}

/** One bench, such as `staging`; `bench.ts` lists them all. */
export interface BenchModule {
  readonly name: string;
  readonly purpose: string;
  /** What `--only` may name. */
  readonly cases: readonly string[];
  /** Runs of each tool when nobody says how many; 3 when absent. */
  readonly defaultRuns?: number;
  run(context: BenchContext): Promise<BenchOutcome>;
}

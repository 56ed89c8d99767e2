/** What a case found, for the terminal and the JSON file. */
export interface SoakOutcome {
  /** Rounds, or inputs, that were gone through. */
  readonly done: number;
  /** One sentence each, with the seed of its round; none: the case passed. */
  readonly faults: readonly string[];
  /** Figures by name; the name ends with the unit. */
  readonly figures: Readonly<Record<string, number | string>>;
}

export interface SoakContext {
  /** Rounds, or inputs, to go through. */
  readonly count: number;
  /** The same seed tries the same things; instants of kills also depend on the machine. */
  readonly seed: number;
  /** Exists, and is this case's own. What a fault needs to be looked at is left in there. */
  readonly workFolder: string;
  readonly say: (line: string) => void;
  /** Keeps what is known so far, so that a run that is ended early is not lost. */
  readonly keep: (outcome: SoakOutcome) => Promise<void>;
}

/** One thing that is tried very often; `soak.ts` lists them all. */
export interface SoakCase {
  readonly name: string;
  readonly purpose: string;
  readonly defaultCount: number;
  run(context: SoakContext): Promise<SoakOutcome>;
}

/** Seed of one round: the same round again is that seed and a count of 1. */
export const roundSeed = (seed: number, round: number): number => (seed + round) % 2 ** 32;

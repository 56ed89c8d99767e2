/** @file What the inputs of one sort came to. */

export interface KindTally {
  inputs: number;
  /** Taken without complaint, since not every change breaks something. */
  accepted: number;
  refused: number;
  milliseconds: number;
  slowestMilliseconds: number;
  slowestInput: number;
}

export interface FuzzTally {
  done: number;
  readonly kinds: Map<string, KindTally>;
  /** Most that the process grew by during one input, and all in all, in MiB. */
  largestGrowthMebibytes: number;
  largestGrowthInput: number;
  peakMebibytes: number;
  /** How often each fault came, by what it says. */
  readonly repeats: Map<string, number>;
  /** The first of each. */
  readonly faults: string[];
}

export function emptyTally(): FuzzTally {
  return {
    done: 0,
    kinds: new Map(),
    largestGrowthMebibytes: 0,
    largestGrowthInput: 0,
    peakMebibytes: 0,
    repeats: new Map(),
    faults: [],
  };
}

export function tallyOf(tally: FuzzTally, kind: string): KindTally {
  const found = tally.kinds.get(kind);
  if (found !== undefined) return found;
  const made = {
    inputs: 0,
    accepted: 0,
    refused: 0,
    milliseconds: 0,
    slowestMilliseconds: 0,
    slowestInput: 0,
  };
  tally.kinds.set(kind, made);
  return made;
}

/** Figures by name, one line per sort. */
export function fuzzFigures(tally: FuzzTally): Readonly<Record<string, number | string>> {
  const lines = [...tally.kinds].map(([name, kind]) => {
    const perSecond = Math.round((kind.inputs / Math.max(1, kind.milliseconds)) * 1000);
    const slowest = `slowest ${Math.round(kind.slowestMilliseconds)} ms (input ${kind.slowestInput})`;
    return [
      name,
      `${kind.inputs} inputs, ${kind.refused} refused, ${perSecond} per second, ${slowest}`,
    ] as const;
  });
  return {
    ...Object.fromEntries(lines),
    'largest growth during one input, MiB': `${Math.round(tally.largestGrowthMebibytes)} (input ${tally.largestGrowthInput})`,
    'peak of the process, MiB': Math.round(tally.peakMebibytes),
  };
}

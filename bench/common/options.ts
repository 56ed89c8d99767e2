import path from 'node:path';
import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly bench: string;
  readonly isShort: boolean;
  readonly jsonFile: string | undefined;
  readonly workFolder: string;
  /** Undefined: all that the bench has, or the ones it takes for a short run. */
  readonly only: readonly string[] | undefined;
  readonly runs: number;
  /** Leaves the output of the last run of each tool in the work folder. */
  readonly isKept: boolean;
  /** Fetches peers and builds data, measures nothing. */
  readonly isPreparingOnly: boolean;
}

/** What the parser needs to know of a bench. */
export interface KnownBench {
  readonly name: string;
  readonly purpose: string;
  readonly cases: readonly string[];
  readonly defaultRuns?: number;
}

const defaultRuns = 3;
const mostRuns = 99;

export function benchUsage(benches: readonly KnownBench[]): string {
  return `Usage: npm run bench -- <bench> [options]

${benches.map(({ name, purpose, cases }) => `  ${name.padEnd(10)} ${purpose} (cases: ${cases.join(', ')})`).join('\n')}

  --short          at most three minutes: small data, one run, nothing judged
  --json <file>    rows and every single measurement as JSON
  --work <folder>  data, peers and output; kept between runs (default: a folder in the cache folder of the user)
  --only <cases>   some cases, comma separated
  --runs <n>       runs of each tool (default ${defaultRuns}, disks 5; 1 with --short)
  --keep           leaves the output of the last run of each tool in the work folder
  --prepare        fetches peers and builds data, measures nothing
`;
}

function readCases(text: string, { name, cases }: KnownBench): readonly string[] | string {
  const wanted = text.split(',').map((part) => part.trim());
  const unknown = wanted.find((part) => !cases.includes(part));
  return unknown === undefined
    ? cases.filter((known) => wanted.includes(known))
    : `--only ${text}: ${name} has the cases ${cases.join(', ')}, and no "${unknown}".`;
}

/** Options as typed, or a sentence (or the usage) for somebody who typed something else. */
export function parseBenchOptions(
  programArguments: readonly string[],
  benches: readonly KnownBench[],
  defaultWorkFolder: string,
): BenchOptions | string {
  const options = {
    short: { type: 'boolean' },
    json: { type: 'string' },
    work: { type: 'string' },
    only: { type: 'string' },
    runs: { type: 'string' },
    keep: { type: 'boolean' },
    prepare: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: [...programArguments], options, allowPositionals: true });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const { values, positionals } = parsed;
  const [name, second] = positionals;
  if (values.help === true || name === undefined) return benchUsage(benches);
  if (second !== undefined) return `${second}: one bench at a time.`;
  const bench = benches.find((known) => known.name === name);
  if (bench === undefined) return `${name}: one of ${benches.map((known) => known.name).join(', ')}.`;
  const isShort = values.short === true;
  const runs =
    values.runs === undefined ? (isShort ? 1 : (bench.defaultRuns ?? defaultRuns)) : Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1 || runs > mostRuns) {
    return `--runs ${values.runs}: a whole number from 1 to ${mostRuns}.`;
  }
  const only = values.only === undefined ? undefined : readCases(values.only, bench);
  if (typeof only === 'string') return only;
  return {
    bench: name,
    isShort,
    jsonFile: values.json === undefined ? undefined : path.resolve(values.json),
    workFolder: path.resolve(values.work ?? defaultWorkFolder),
    only,
    runs,
    isKept: values.keep === true,
    isPreparingOnly: values.prepare === true,
  };
}

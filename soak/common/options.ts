import path from 'node:path';
import { parseArgs } from 'node:util';
import type { SoakCase } from './soak-case.ts';

export interface SoakOptions {
  readonly soakCase: string;
  readonly count: number;
  readonly seed: number;
  readonly workFolder: string;
  readonly jsonFile: string | undefined;
}

type KnownCase = Pick<SoakCase, 'name' | 'purpose' | 'defaultCount'>;

const mostSeed = 2 ** 32 - 1;

export function soakUsage(cases: readonly KnownCase[]): string {
  const lines = cases.map(
    ({ name, purpose, defaultCount }) => `  ${name.padEnd(14)} ${purpose} (${defaultCount})`,
  );
  return `Usage: npm run soak -- <case> [options]

${lines.join('\n')}

  --count <n>      rounds or inputs (default: the number in brackets)
  --seed <n>       begins with this chance; told at the start, so that a fault can be tried again
  --work <folder>  data; what shows a fault is left there (default: a folder in the cache folder of the user)
  --json <file>    figures and faults as JSON
`;
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const value = Number(text);
  return text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}

/**
 * Options as typed, or a sentence (or the usage) for somebody who typed something else.
 * @param chance seed when none is given
 */
export function parseSoakOptions(
  programArguments: readonly string[],
  cases: readonly KnownCase[],
  defaultWorkFolder: string,
  chance: number,
): SoakOptions | string {
  const options = {
    count: { type: 'string' },
    seed: { type: 'string' },
    work: { type: 'string' },
    json: { type: 'string' },
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
  if (values.help === true || name === undefined) return soakUsage(cases);
  if (second !== undefined) return `${second}: one case at a time.`;
  const known = cases.find((one) => one.name === name);
  if (known === undefined) return `${name}: one of ${cases.map((one) => one.name).join(', ')}.`;
  const count = values.count === undefined ? known.defaultCount : wholeNumber(values.count, 1, 1e12);
  if (count === undefined) return `--count ${values.count}: a whole number from 1.`;
  const seed = values.seed === undefined ? chance : wholeNumber(values.seed, 0, mostSeed);
  if (seed === undefined) return `--seed ${values.seed}: a whole number from 0 to ${mostSeed}.`;
  return {
    soakCase: name,
    count,
    seed,
    workFolder: path.resolve(values.work ?? defaultWorkFolder),
    jsonFile: values.json === undefined ? undefined : path.resolve(values.json),
  };
}

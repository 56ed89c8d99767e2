/** @file Gives the readers of the staging format forged input: nothing but damage may be said, soon, and in bounded memory. */
import path from 'node:path';
import { createRandom, type Random } from '../../bench/corpora/random.ts';
import { inMemoryFolder } from '../common/memory-folder.ts';
import { roundSeed, type SoakCase, type SoakContext, type SoakOutcome } from '../common/soak-case.ts';
import { isExpected } from './expected-errors.ts';
import type { FuzzKind } from './fuzz-kind.ts';
import { emptyTally, type FuzzTally, fuzzFigures, tallyOf } from './fuzz-tally.ts';
import { blocks } from './kinds/blocks.ts';
import { catalogs } from './kinds/catalogs.ts';
import { chunkIndexes } from './kinds/chunk-indexes.ts';
import { descriptors } from './kinds/descriptors.ts';
import { pages } from './kinds/pages.ts';
import { createSets } from './kinds/sets.ts';
import { volumeTables } from './kinds/volume-tables.ts';
import { volumes } from './kinds/volumes.ts';
import { startWatchdog } from './watchdog.ts';

/** Of processor time, so that other work on the machine does not count. */
const mostMilliseconds = 3000;
const mostGrowthMebibytes = 256;
const mostPeakMebibytes = 1024;
/** Until then every sort has loaded what it needs. */
const warmUpInputs = 3000;
const patienceMilliseconds = 60_000;
const keptFaults = 200;
const sayEvery = 50_000;

function kindFor(random: Random, kinds: readonly FuzzKind[]): FuzzKind | undefined {
  let at = random() % kinds.reduce((sum, { share }) => sum + share, 0);
  return kinds.find(({ share }) => {
    at -= share;
    return at < 0;
  });
}

function usage(): { milliseconds: number; peakMebibytes: number } {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { milliseconds: (userCPUTime + systemCPUTime) / 1000, peakMebibytes: maxRSS / 1024 };
}

function describe(error: unknown): string {
  return error instanceof Error
    ? (error.stack ?? error.message).split('\n').slice(0, 6).join(' ')
    : String(error);
}

/** Runs one input. @returns what was wrong with how it was taken */
async function runInput(kind: FuzzKind, random: Random, input: number, tally: FuzzTally): Promise<string[]> {
  const found = tallyOf(tally, kind.name);
  const faults: string[] = [];
  const before = usage();
  const beganAt = performance.now();
  try {
    await kind.run(random);
    found.accepted += 1;
  } catch (error) {
    found.refused += 1;
    if (!isExpected(error)) faults.push(describe(error));
  }
  const after = usage();
  const milliseconds = after.milliseconds - before.milliseconds;
  found.inputs += 1;
  found.milliseconds += performance.now() - beganAt;
  if (milliseconds > found.slowestMilliseconds) {
    found.slowestMilliseconds = milliseconds;
    found.slowestInput = input;
  }
  if (milliseconds > mostMilliseconds) faults.push(`took ${Math.round(milliseconds)} ms`);
  const growth = after.peakMebibytes - before.peakMebibytes;
  tally.peakMebibytes = after.peakMebibytes;
  if (tally.done >= warmUpInputs && growth > tally.largestGrowthMebibytes) {
    tally.largestGrowthMebibytes = growth;
    tally.largestGrowthInput = input;
  }
  if (growth > mostGrowthMebibytes) faults.push(`grew by ${Math.round(growth)} MiB`);
  return faults;
}

async function runFuzz(context: SoakContext, folder: string): Promise<SoakOutcome> {
  const { count, seed, workFolder, say, keep } = context;
  const kinds = [
    pages,
    volumeTables,
    blocks,
    catalogs,
    chunkIndexes,
    volumes,
    descriptors,
    createSets(folder),
  ];
  const tally = emptyTally();
  const hangFile = path.join(workFolder, `hang-${seed}.txt`);
  const watchdog = startWatchdog({ patienceMilliseconds, hangFile, seed });
  const outcomeOf = (): SoakOutcome => ({
    done: tally.done,
    faults: tally.faults,
    figures: fuzzFigures(tally),
  });
  const cwd = process.cwd();
  try {
    for (let input = 0; input < count; input += 1) {
      watchdog.reached(input);
      const random = createRandom(roundSeed(seed, input));
      const kind = kindFor(random, kinds);
      if (kind === undefined) continue;
      for (const fault of await runInput(kind, random, input, tally)) {
        const key = `${kind.name}: ${fault}`;
        const repeats = (tally.repeats.get(key) ?? 0) + 1;
        if (tally.repeats.size < keptFaults || repeats > 1) tally.repeats.set(key, repeats);
        if (repeats > 1 || tally.faults.length >= keptFaults) continue;
        tally.faults.push(`${kind.name}, again with --seed ${roundSeed(seed, input)} --count 1: ${fault}`);
        say(`FAULT ${tally.faults.at(-1)}`);
      }
      tally.done += 1;
      if (tally.done % sayEvery === 0) {
        say(
          `${tally.done} inputs, ${tally.faults.length} faults, peak ${Math.round(tally.peakMebibytes)} MiB`,
        );
        await keep(outcomeOf());
      }
    }
  } finally {
    process.chdir(cwd);
    await watchdog.stop();
  }
  if (tally.peakMebibytes > mostPeakMebibytes)
    tally.faults.push(`the process grew to ${Math.round(tally.peakMebibytes)} MiB`);
  return outcomeOf();
}

export const stagingFuzz: SoakCase = {
  name: 'staging-fuzz',
  purpose: 'forged pages, tables, blocks, catalogs, indexes, volumes, descriptors, sets',
  defaultCount: 1_000_000,
  run: (context) => inMemoryFolder(context.workFolder, (folder) => runFuzz(context, folder)),
};

/** @file Has trees restored by the reader in Python and compares every byte and attribute, whole, damaged, and after an increment. */
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createRandom, type Random } from '../../bench/corpora/random.ts';
import { ensureAttributePrograms } from '../../scripts/ensure-attribute-programs.ts';
import type { PosixMetadataPrograms } from '../../src-main/platform/ports/file-metadata.ts';
import { mebibyte } from '../../src-main/staging/testing/test-service.ts';
import { makeOddTree } from '../../src-main/staging/testing/tree-snapshot.ts';
import { roundSeed, type SoakCase, type SoakContext, type SoakOutcome } from '../common/soak-case.ts';
import { changeSourceTree, makeSourceTree } from '../staging-kills/source-tree.ts';
import { setOddAttributes } from './odd-attributes.ts';
import { backUpRound, type Round, restoreDamaged, restoreIncrement, restoreWhole } from './reader-round.ts';
import { ensureReader } from './run-reader.ts';

const passphrases = [
  'correct horse battery staple',
  'Grüße an 16 Drachen',
  'Gru\u0308ße an 16 Drachen',
  ' spaces around it ',
] as const;
const volumeLengths = [mebibyte, mebibyte / 8, 16 * mebibyte] as const;

/** Undefined where they cannot be had: the trees then have no extended attributes. */
function findPrograms(say: (line: string) => void): PosixMetadataPrograms | undefined {
  try {
    return ensureAttributePrograms();
  } catch (error) {
    say(`NOT TRIED HERE: extended attributes. ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

function makeRound(
  python: string,
  programs: PosixMetadataPrograms | undefined,
  workFolder: string,
  number: number,
): Round {
  const inFolder = (name: string): string => path.join(workFolder, name);
  return {
    python,
    programs,
    workFolder,
    passphrase: passphrases[number % passphrases.length] ?? passphrases[0],
    volumeBytes: volumeLengths[number % volumeLengths.length] ?? mebibyte,
    source: inFolder('source'),
    single: inFolder('single file'),
    staging: inFolder('staging'),
    increment: inFolder('increment'),
    target: inFolder('target'),
  };
}

async function runRound(round: Round, number: number, random: Random): Promise<string[]> {
  const { source, single, staging, increment, target } = round;
  for (const folder of [source, staging, increment, target]) rmSync(folder, { recursive: true, force: true });
  for (const folder of [source, staging]) mkdirSync(folder);
  const isOdd = number % 2 === 0;
  if (isOdd) {
    makeOddTree(source);
    if (round.programs !== undefined) setOddAttributes(source, round.programs);
  } else makeSourceTree(source, random, 2 + (random() % 4));
  writeFileSync(single, `a root that is a file ${random()}`);
  await backUpRound(round);
  const faults = [...(await restoreWhole(round)), ...(await restoreDamaged(round, random))];
  if (isOdd) writeFileSync(path.join(source, 'later'), 'came later');
  else changeSourceTree(source, random);
  return [...faults, ...(await restoreIncrement(round))];
}

async function runOtherReader({ count, seed, workFolder, say }: SoakContext): Promise<SoakOutcome> {
  const reader = await ensureReader();
  if ('missing' in reader)
    return { done: 0, faults: [`the reader cannot run: ${reader.missing}`], figures: {} };
  const programs = findPrograms(say);
  const faults: string[] = [];
  let bytes = 0;
  let entries = 0;
  let done = 0;
  // What shows a fault stays as it is.
  for (; done < count && faults.length === 0; done += 1) {
    const round = makeRound(reader.python, programs, workFolder, done);
    const random = createRandom(roundSeed(seed, done));
    const found = await runRound(round, done, random).catch((error: unknown) => [String(error)]);
    faults.push(...found.map((fault) => `tree ${done}: ${fault}`));
    for (const name of readdirSync(round.staging)) bytes += statSync(path.join(round.staging, name)).size;
    entries += readdirSync(round.source, { recursive: true }).length;
    say(`tree ${done}: ${found.length === 0 ? 'identical' : `${found.length} differences, ${found[0]}`}`);
  }
  if (faults.length === 0) {
    for (const name of readdirSync(workFolder).filter((one) => !one.endsWith('.lock')))
      rmSync(path.join(workFolder, name), { recursive: true, force: true });
  }
  const figures = { 'entries of all trees': entries, 'staged, MB': (bytes / 1e6).toFixed(1) };
  return { done, faults, figures };
}

export const otherReader: SoakCase = {
  name: 'other-reader',
  purpose: 'trees with everything odd, restored by a reader in Python: whole, damaged, after an increment',
  defaultCount: 12,
  run: runOtherReader,
};

/** @file Changes one bit after the other in a finished set: each is to be seen, and none to give wrong bytes. */
import { closeSync, cpSync, openSync, readdirSync, readSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { createRandom, type Random } from '../../bench/corpora/random.ts';
import { inMemoryFolder } from '../common/memory-folder.ts';
import { roundSeed, type SoakCase, type SoakContext, type SoakOutcome } from '../common/soak-case.ts';
import { runFlipRound } from './flip-round.ts';
import { makeSmallSet, type SmallSet } from './small-set.ts';

interface Flip {
  readonly file: string;
  readonly position: number;
  readonly bit: number;
}

interface Tally {
  done: number;
  lost: number;
  roundsWithLoss: number;
  readonly byKind: Record<'descriptor' | 'mirror' | 'volume', number>;
  readonly faults: string[];
}

const pageBytes = 4096;
const sayEvery = 1000;

function flipBit(folder: string, { file, position, bit }: Flip): void {
  const handle = openSync(path.join(folder, file), 'r+');
  const byte = Buffer.alloc(1);
  readSync(handle, byte, 0, 1, position);
  byte[0] = (byte[0] ?? 0) ^ (1 << bit);
  writeSync(handle, byte, 0, 1, position);
  closeSync(handle);
}

/** Any bit of any file alike; one in four among the first and last pages, where a bit says most. */
function drawFlip(
  random: Random,
  files: readonly { readonly name: string; readonly length: number }[],
): Flip {
  const isNearEdge = random() % 4 === 0;
  if (isNearEdge) {
    const { name, length } = files[random() % files.length] ?? { name: '', length: 0 };
    const near = random() % (2 * pageBytes);
    return { file: name, position: random() % 2 === 0 ? near : length - 1 - near, bit: random() % 8 };
  }
  const whole = files.reduce((sum, { length }) => sum + length, 0);
  let position = random() % whole;
  for (const { name, length } of files) {
    if (position < length) return { file: name, position, bit: random() % 8 };
    position -= length;
  }
  throw new Error('a position behind the last file');
}

function kindOf(set: SmallSet, file: string): keyof Tally['byKind'] {
  if (file === set.descriptorFile) return 'descriptor';
  return file === set.mirrorFile ? 'mirror' : 'volume';
}

function outcomeOf(tally: Tally, seconds: number): SoakOutcome {
  return {
    done: tally.done,
    faults: tally.faults,
    figures: {
      'bits changed in volumes': tally.byKind.volume,
      'bits changed in the descriptor': tally.byKind.descriptor,
      'bits changed in its mirror': tally.byKind.mirror,
      'seen by both checks, restored without a wrong byte': tally.done - tally.faults.length,
      'bits that cost files': tally.roundsWithLoss,
      'files named as damaged, all rounds': tally.lost,
      'rounds per second': (tally.done / seconds).toFixed(1),
    },
  };
}

async function runFlips(context: SoakContext, folder: string): Promise<SoakOutcome> {
  const { count, seed, workFolder, say, keep } = context;
  const set = await makeSmallSet(folder, seed);
  const files = readdirSync(set.staging)
    .filter((name) => name.endsWith('Blob'))
    .map((name) => ({ name, length: statSync(path.join(set.staging, name)).size }));
  const target = path.join(folder, 'target');
  say(files.map(({ name, length }) => `${name} ${length}`).join(', '));
  const tally: Tally = {
    done: 0,
    lost: 0,
    roundsWithLoss: 0,
    byKind: { descriptor: 0, mirror: 0, volume: 0 },
    faults: [],
  };
  const untouched = await runFlipRound(set, target, undefined);
  tally.faults.push(...untouched.faults.map((fault) => `nothing changed: ${fault}`));
  const startedAt = performance.now();
  for (let round = 0; round < count; round += 1) {
    const flip = drawFlip(createRandom(roundSeed(seed, round)), files);
    flipBit(set.staging, flip);
    const where = `${flip.file} byte ${flip.position} bit ${flip.bit}`;
    const result = await runFlipRound(set, target, flip.file).catch((error: unknown) => ({
      faults: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
      lost: 0,
    }));
    if (result.faults.length > 0) {
      const kept = path.join(workFolder, `fault-${seed}-${round}`);
      cpSync(set.staging, kept, { recursive: true });
      tally.faults.push(`round ${round}, ${where}: ${result.faults.join('; ')}; kept in ${kept}`);
      say(`FAULT ${tally.faults.at(-1)}`);
    }
    flipBit(set.staging, flip);
    tally.done += 1;
    tally.byKind[kindOf(set, flip.file)] += 1;
    tally.lost += result.lost;
    if (result.lost > 0) tally.roundsWithLoss += 1;
    if (tally.done % sayEvery === 0) {
      const outcome = outcomeOf(tally, (performance.now() - startedAt) / 1000);
      say(
        `${tally.done} bits, ${tally.faults.length} faults, ${outcome.figures['rounds per second']} per second`,
      );
      await keep(outcome);
    }
  }
  return outcomeOf(tally, (performance.now() - startedAt) / 1000);
}

export const stagingFlips: SoakCase = {
  name: 'staging-flips',
  purpose: 'changes one bit after the other in a finished set, checks it twice and restores',
  defaultCount: 10_000,
  run: (context) => inMemoryFolder(context.workFolder, (folder) => runFlips(context, folder)),
};

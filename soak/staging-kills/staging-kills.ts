/** @file Kills backups at random instants, goes on with them, restores, and compares every byte. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { createRandom, type Random } from '../../bench/corpora/random.ts';
import { verifyLocation } from '../../src-main/staging/check/verify-location.ts';
import { restore } from '../../src-main/staging/restore/restore.ts';
import { passphrase, service } from '../../src-main/staging/testing/test-service.ts';
import { treeDifferences, treeSnapshot } from '../../src-main/staging/testing/tree-snapshot.ts';
import { quietWorkerControl as quiet } from '../../src-main/testing/quiet-worker-control.ts';
import { roundSeed, type SoakCase, type SoakContext, type SoakOutcome } from '../common/soak-case.ts';
import { runChild } from './kill-child.ts';
import { describeInstant, drawInstant, type WholeRun } from './kill-plan.ts';
import { changeSourceTree, makeSourceTree } from './source-tree.ts';

interface Folders {
  readonly source: string;
  readonly staging: string;
  readonly target: string;
}

interface Tally {
  rounds: number;
  kills: number;
  /** Processes that had ended before they were to be killed. */
  tooLate: number;
  /** Rounds whose backup was killed while a volume had its name already. */
  withFinishedVolumes: number;
  readonly readAgain: number[];
  readonly faults: string[];
}

const descriptorFile = 'seed-fs01.AIBBlob';
const megabytes = 3;
/** A tree is used for so many rounds: files have to grow old, since those that changed just before a walk are always read again. */
const roundsPerTree = 25;
const sayEvery = 10;
/** A few rounds say nothing about how much is read again, so what a start reads need not be known. */
const leastForReadFigures = 10;

const empty = (folder: string): void => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
};

const finishedVolumes = (folder: string): string[] =>
  readdirSync(folder).filter((name) => /-\d{6}\.BaseBlob$/.test(name));

/** Kills a backup at least once, sometimes the one that goes on too, with changes to the source in between. */
async function killSome(folders: Folders, random: Random, whole: WholeRun, tally: Tally): Promise<string[]> {
  const wanted = random() % 4 === 0 ? 2 + (random() % 2) : 1;
  const instants: string[] = [];
  while (instants.length < wanted) {
    const instant = drawInstant(random, whole);
    const { wasKilled } = await runChild(folders.staging, folders.source, instant);
    if (!wasKilled) {
      tally.tooLate += 1;
      // Finished: nothing is left to be killed, so the round begins anew.
      if (instants.length > 0) break;
      empty(folders.staging);
      continue;
    }
    tally.kills += 1;
    instants.push(describeInstant(instant));
    if (finishedVolumes(folders.staging).length > 0) tally.withFinishedVolumes += 1;
    if (random() % 2 === 0) changeSourceTree(folders.source, random);
  }
  return instants;
}

/** Restores and compares. @returns what is not as it has to be */
async function findDifferences({ source, staging, target }: Folders): Promise<readonly string[]> {
  const location = { kind: 'folder', path: staging } as const;
  const checked = await verifyLocation({ location, descriptorFile }, quiet, {
    threads: 0,
  });
  const dataKey = await service.unlock(location, descriptorFile, passphrase);
  const restored = await restore(
    {
      location,
      descriptorFile,
      dataKey,
      selection: [],
      target: { kind: 'folder', path: target },
      conflict: 'skip',
    },
    quiet,
    { threads: 0 },
  );
  const trees = treeDifferences(await treeSnapshot(source), await treeSnapshot(target));
  const leftOver = readdirSync(staging).filter((name) => !/\.(AIBBlob|BaseBlob|ndjson)$/.test(name));
  return [
    ...checked.damaged.map(({ file, code }) => `${file} ${code}`),
    ...restored.failed.map(({ path: failed, code }) => `${failed} ${code}`),
    ...trees,
    ...leftOver.map((name) => `${name} was left`),
    // A mode or owner of a folder is in the trees; the root's own is not.
    ...(statSync(source).mode === statSync(target).mode ? [] : ['mode of the root']),
  ];
}

function outcomeOf(tally: Tally, startBytes: number, sourceBytes: number): SoakOutcome {
  const sorted = [...tally.readAgain].sort((left, right) => left - right);
  const megabytesOf = (bytes: number | undefined): string => ((bytes ?? 0) / 1e6).toFixed(1);
  return {
    done: tally.rounds,
    faults: tally.faults,
    figures: {
      'identical trees': tally.rounds - tally.faults.length,
      'processes killed': tally.kills,
      'killed with finished volumes in staging': tally.withFinishedVolumes,
      'processes that ended before their instant': tally.tooLate,
      ...(startBytes === 0
        ? {}
        : {
            'read by a whole run, MB': megabytesOf(sourceBytes),
            'read by the run that went on, median, MB': megabytesOf(sorted[Math.floor(sorted.length / 2)]),
            'read by the run that went on, most, MB': megabytesOf(sorted.at(-1)),
            'taken off these for the program itself, MB': megabytesOf(startBytes),
          }),
    },
  };
}

/** Bytes that a run reads which has next to nothing to back up. */
async function measureStart(folder: string): Promise<number> {
  const source = path.join(folder, 'source');
  const staging = path.join(folder, 'staging');
  for (const made of [source, staging]) empty(made);
  mkdirSync(path.join(source, 'folder'));
  const { readBytes } = await runChild(staging, source, undefined);
  rmSync(folder, { recursive: true, force: true });
  return readBytes;
}

async function runRound(
  folders: Folders,
  random: Random,
  whole: WholeRun,
  startBytes: number,
  tally: Tally,
): Promise<readonly string[]> {
  const instants = await killSome(folders, random, whole, tally);
  const { readBytes } = await runChild(folders.staging, folders.source, undefined);
  tally.readAgain.push(Math.max(0, readBytes - startBytes));
  const differences = await findDifferences(folders);
  return differences.length === 0
    ? []
    : [`killed at ${instants.join(', ')}: ${differences.slice(0, 5).join('; ')}`];
}

/** Leaves what shows a fault under another name. */
function keepFault(folders: Folders, kept: string): void {
  mkdirSync(kept, { recursive: true });
  for (const [name, folder] of Object.entries(folders)) {
    if (existsSync(folder)) renameSync(folder, path.join(kept, name));
  }
}

async function runKills({ count, seed, workFolder, say, keep }: SoakContext): Promise<SoakOutcome> {
  const inFolder = (name: string): string => path.join(workFolder, name);
  const folders = { source: inFolder('source'), staging: inFolder('staging'), target: inFolder('target') };
  const startBytes = count < leastForReadFigures ? 0 : await measureStart(inFolder('start'));
  const tally: Tally = {
    rounds: 0,
    kills: 0,
    tooLate: 0,
    withFinishedVolumes: 0,
    readAgain: [],
    faults: [],
  };
  let whole: WholeRun | undefined;
  let sourceBytes = 0;
  for (let round = 0; round < count; round += 1) {
    const random = createRandom(roundSeed(seed, round));
    if (whole === undefined || round % roundsPerTree === 0) {
      empty(folders.source);
      empty(folders.staging);
      makeSourceTree(folders.source, random, megabytes);
      const undisturbed = await runChild(folders.staging, folders.source, undefined);
      whole = undisturbed.whole;
      sourceBytes = undisturbed.readBytes - startBytes;
      say(`a whole run: ${Math.round(whole.milliseconds)} ms, ${whole.changes} changes in its folder`);
    }
    empty(folders.staging);
    rmSync(folders.target, { recursive: true, force: true });
    const faults = await runRound(folders, random, whole, startBytes, tally).catch((error: unknown) => [
      String(error),
    ]);
    tally.rounds += 1;
    if (faults.length > 0) {
      const kept = inFolder(`fault-${seed}-${round}`);
      say(`round ${round} FAILED: ${faults[0]}; kept in ${kept}`);
      tally.faults.push(...faults.map((fault) => `round ${round}: ${fault}`));
      keepFault(folders, kept);
      whole = undefined;
    }
    if (tally.rounds % sayEvery === 0) {
      say(`${tally.rounds} rounds, ${tally.kills} killed, ${tally.faults.length} faults`);
      await keep(outcomeOf(tally, startBytes, sourceBytes));
    }
  }
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
  return outcomeOf(tally, startBytes, sourceBytes);
}

export const stagingKills: SoakCase = {
  name: 'staging-kills',
  purpose: 'kills backups at random instants, goes on, restores, compares every byte',
  defaultCount: 300,
  run: runKills,
};

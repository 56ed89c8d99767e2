/** @file Calls at random over the contract of the real program: a disk that backs the system must stay as it is, whatever is asked. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createRandom } from '../../bench/corpora/random.ts';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import type { OpaqueSettings } from '../../src-shared/domain/opaque.ts';
import type { TaskSnapshot } from '../../src-shared/domain/tasks.ts';
import type { Result } from '../../src-shared/result.ts';
import { roundSeed, type SoakCase, type SoakContext, type SoakOutcome } from '../common/soak-case.ts';
import { choose, oneIn, type Random } from './choose.ts';
import { KnownValues } from './known-values.ts';
import { randomCall, triedCalls } from './random-call.ts';
import { printOf } from './untouched.ts';
import { openWorld, type World } from './world.ts';

export const callsOfARound = 250;
/** A call that takes longer goes on by itself while the next one is made. */
const patienceMilliseconds = 5_000;
const mostLooks = 200;

interface Tally {
  calls: number;
  /** Answers that named the system disk as the reason. */
  refusedForSystem: number;
  /** Disks that became the system's while permissions for them were about. */
  turned: number;
  /** Other disks that were erased as asked: the way to a disk was open. */
  erased: number;
  readonly reached: Set<string>;
  readonly faults: string[];
}

const settings: OpaqueSettings = {
  ...{ blobKind: 'page', prefix: '', disposition: 'no-overwrite', metadataPath: '', propertiesPath: '' },
  ...{ storageAccount: 'seedpractice', resourceGroup: 'rg', region: 'westeurope', container: 'seed' },
  subscriptionId: '3d7a9f14-c2e8-4b60-a5d3-18f6b07c92e4',
  importJobName: 'seed-one',
};

async function answerOf<Value>(answer: Promise<Result<unknown>>): Promise<Value> {
  const result = await answer;
  if (!result.ok) throw new Error(`Not answered: ${JSON.stringify(result.error)}`);
  return result.value as Value;
}

/** Two jobs that may prepare drives. */
async function makeJobs({ ask, sources }: World, known: KnownValues): Promise<void> {
  for (const [index, sourcePath] of sources.entries()) {
    const { id: jobId } = await answerOf<JobSnapshot>(ask('opaque.open', { sourcePath }));
    const named = { ...settings, importJobName: `seed-number-${index}` };
    await answerOf(ask('opaque.save', { jobId, settings: named }));
    await answerOf(ask('opaque.accept', { jobId }));
    known.add('jobId', jobId);
    known.add('sourcePath', sourcePath);
  }
}

async function tasksAtWork({ ask }: World): Promise<readonly TaskSnapshot[]> {
  const tasks = await answerOf<readonly TaskSnapshot[]>(ask('activity.list', {}));
  return tasks.filter(({ state }) => ['running', 'paused', 'stopping'].includes(state));
}

/** Lets sessions go on to where they end or want a further drive. */
async function settle(world: World): Promise<void> {
  for (let look = 0; look < mostLooks; look += 1) {
    const atWork = (await tasksAtWork(world)).filter(({ phase }) => phase !== 'waitingForDisk');
    if (atWork.length === 0) return;
    for (const { id, state } of atWork)
      if (state === 'paused') await world.ask('activity.resume', { taskId: id });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Disks that back the system, each as it was when it began to. */
class SystemDisks {
  readonly #world: World;
  readonly #prints = new Map<string, string>();
  #always = 0;

  constructor(world: World) {
    this.#world = world;
  }

  async watchAll(): Promise<void> {
    for (const { record } of await this.#world.shelf.list()) {
      if (record.backsSystem) await this.watch(record.serial);
    }
    this.#always = this.#prints.size;
  }

  async watch(serial: string): Promise<void> {
    const drive = await this.#world.shelf.bySerial(serial);
    if (drive !== undefined) this.#prints.set(serial, printOf(drive.folder));
  }

  /** @returns serial numbers of system disks that are not as they were */
  async changed(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const [serial, print] of this.#prints) {
      const drive = await this.#world.shelf.bySerial(serial);
      if (drive === undefined || printOf(drive.folder) !== print) found.push(serial);
    }
    return found;
  }

  /** One of the untouched disks becomes the system's, with tickets for it about; the one before is a plain disk again. */
  async turn(random: Random): Promise<boolean> {
    const [turned] = [...this.#prints.keys()].slice(this.#always);
    if (turned !== undefined) {
      this.#prints.delete(turned);
      await this.#world.shelf.change(turned, { backsSystem: false });
      return false;
    }
    if ((await tasksAtWork(this.#world)).length > 0) return false;
    const plain = (await this.#world.shelf.list()).filter(
      ({ record }) => record.lockState === 'off' && !record.backsSystem && record.location === 'here',
    );
    const serial = choose(plain, random)?.record.serial;
    if (serial === undefined) return false;
    await this.#world.shelf.change(serial, { backsSystem: true });
    await this.watch(serial);
    return true;
  }
}

async function askPatiently(
  world: World,
  name: string,
  input: unknown,
): Promise<Result<unknown> | undefined> {
  const answer = world.ask(name, input);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMilliseconds);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

async function runRound(world: World, random: Random, tally: Tally): Promise<readonly string[]> {
  const known = new KnownValues();
  await makeJobs(world, known);
  const system = new SystemDisks(world);
  await system.watchAll();
  const faults: string[] = [];
  for (let count = 1; count <= callsOfARound; count += 1) {
    if (oneIn(20, random)) tally.turned += Number(await system.turn(random));
    if (oneIn(25, random))
      known.learn('', {}, await world.ask('practice.attachDrive', { sizeBytes: 32 * 2 ** 20 }));
    const { name, input } = randomCall(known, random);
    const result = await askPatiently(world, name, input);
    tally.calls += 1;
    if (result?.ok === true) {
      tally.reached.add(name);
      known.learn(name, input, result.value);
    }
    if (result?.ok === false) {
      tally.refusedForSystem += Number(result.error.params.finding === 'disk.backsSystem');
      if (result.error.kind === 'internal') faults.push(`call ${count}, ${name}: ${result.error.code}`);
    }
    const changed = await system.changed();
    if (changed.length === 0) continue;
    return [...faults, `call ${count}, ${name} ${JSON.stringify(input)}: ${changed.join(', ')} changed`];
  }
  await settle(world);
  const shelf = await world.shelf.list();
  tally.erased += shelf.filter(({ record }) => record.lock !== undefined).length;
  return [...faults, ...(await system.changed()).map((serial) => `${serial} changed in the end`)];
}

const outcomeOf = (tally: Tally, done: number): SoakOutcome => ({
  done,
  faults: tally.faults,
  figures: {
    'calls made': tally.calls,
    [`calls of the contract that were answered, of ${triedCalls.length}`]: tally.reached.size,
    'answers that refused a system disk': tally.refusedForSystem,
    'disks that became the system disk in between': tally.turned,
    'other disks erased and encrypted as asked': tally.erased,
  },
});

async function runSystemDisk({ count, seed, workFolder, say, keep }: SoakContext): Promise<SoakOutcome> {
  const tally: Tally = {
    calls: 0,
    refusedForSystem: 0,
    turned: 0,
    erased: 0,
    reached: new Set(),
    faults: [],
  };
  const folder = path.join(workFolder, 'round');
  for (let round = 1; round <= count; round += 1) {
    const world = await openWorld(folder);
    const random = createRandom(roundSeed(seed, round - 1));
    const faults = await runRound(world, random, tally)
      .catch((error: unknown) => [String(error)])
      .finally(() => world.close());
    tally.faults.push(...faults.map((fault) => `seed ${roundSeed(seed, round - 1)}: ${fault}`));
    await keep(outcomeOf(tally, round));
    if (faults.length > 0) {
      say(`round ${round} FAILED and is left in ${folder}: ${faults[0]}`);
      return outcomeOf(tally, round);
    }
    if (round % 10 === 0) say(`${round} rounds, ${tally.calls} calls, ${tally.erased} other disks erased`);
  }
  rmSync(folder, { recursive: true, force: true });
  return outcomeOf(tally, count);
}

export const systemDisk: SoakCase = {
  name: 'system-disk',
  purpose: 'calls at random over the whole contract; a disk that backs the system stays as it is',
  defaultCount: 40,
  run: runSystemDisk,
};

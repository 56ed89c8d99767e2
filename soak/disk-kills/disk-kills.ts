/** @file Kills sessions of Prepare Disks at random instants, goes on with them, and checks every manifest and every byte. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createRandom, fraction, type Random } from '../../bench/corpora/random.ts';
import { openPrepareFixture } from '../../src-main/disks/testing/prepare-fixture.ts';
import { mountObstacle } from '../../src-main/practice/drives/testing/mounted-drive.ts';
import type { SoakCase, SoakContext, SoakOutcome } from '../common/soak-case.ts';
import { checkDrive } from './check-drive.ts';
import { copiedAgain, type DriveFiles, lookAtDrives } from './finished-files.ts';
import { drawInstant, type WholeSession } from './kill-instants.ts';
import { type Instant, runSession, type SessionEnd } from './session-process.ts';
import { driveOf, importJobName, type KillSet, makeSet, stagingOf } from './stage-set.ts';
import { flipBit, fullDrive, pulledCable, type Trouble } from './trouble.ts';

interface Tally {
  sets: number;
  kills: number;
  cables: number;
  /** Sessions during which a drive was filled up. */
  fullDrives: number;
  flips: number;
  checkedBytes: number;
  wrongBytes: number;
  lostFiles: number;
  /** Bytes of files that were finished, in sessions without other trouble. */
  copiedTwiceBytes: number;
  /** The same where a cable was pulled or a drive was full: files of a drive that failed go to another one. */
  takenOverBytes: number;
  /** Of half-written files, which are begun again. */
  begunAgainBytes: number;
  readonly faults: string[];
}

const container = 'seedcontainer';
const mostKillsOfASet = 8;
const sayEverySets = 5;

function outcomeOf(tally: Tally): SoakOutcome {
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  return {
    done: tally.kills,
    faults: tally.faults,
    figures: {
      'sets finished and checked': tally.sets,
      'processes killed': tally.kills,
      'cables pulled': tally.cables,
      'drives filled up': tally.fullDrives,
      'bits flipped in finished files': tally.flips,
      'checked on finished drives, MB': megabytes(tally.checkedBytes),
      'lost files': tally.lostFiles,
      'wrong bytes': tally.wrongBytes,
      'bytes of finished files copied twice': tally.copiedTwiceBytes,
      'begun files copied again, at most one a drive and kill, MB': megabytes(tally.begunAgainBytes),
      'taken over from drives that had failed, MB': megabytes(tally.takenOverBytes),
    },
  };
}

/** Every file of the set on exactly one drive, every byte as staged, nothing else. */
async function checkSet(set: KillSet, tally: Tally): Promise<readonly string[]> {
  const fixture = await openPrepareFixture({ folder: set.folder, files: set.names });
  const { phase } = fixture.jobs.get(fixture.jobId);
  const listed = await fixture.service.driveListForImport(fixture.jobId);
  await fixture.close();
  const verdicts = listed.map((drive) =>
    checkDrive(driveOf(set.folder, drive.driveId), stagingOf(set.folder), drive, importJobName, container),
  );
  const found = verdicts.flatMap(({ names }) => names).sort();
  const lost = set.names.filter((name) => !found.includes(name));
  const twice = found.filter((name, index) => found[index - 1] === name);
  tally.checkedBytes += verdicts.reduce((sum, { checkedBytes }) => sum + checkedBytes, 0);
  tally.wrongBytes += verdicts.reduce((sum, { wrongBytes }) => sum + wrongBytes, 0);
  tally.lostFiles += lost.length;
  return [
    ...(phase === 'prepared' ? [] : [`the job is ${phase}`]),
    ...verdicts.flatMap(({ faults }) => faults),
    ...lost.map((name) => `${name} is on no drive`),
    ...twice.map((name) => `${name} is on two drives`),
  ];
}

type SetKind = 'kills' | 'cables' | 'fullDrives';

/** Most sets are only killed, so that whatever is copied twice there is the session's own doing. */
function drawKind(random: Random, canMount: boolean): SetKind {
  const kind = random() % 6;
  if (kind === 0 && canMount) return 'fullDrives';
  return kind === 1 ? 'cables' : 'kills';
}

/** Trouble for every third session of such a set. */
function drawTrouble(set: KillSet, kind: SetKind, random: Random, tally: Tally): Trouble | undefined {
  if (kind === 'kills' || random() % 3 !== 0) return undefined;
  tally[kind] += 1;
  return kind === 'cables' ? pulledCable(set, random) : fullDrive(set, random);
}

/** Runs a session with trouble at some moment of it. It ends as soon as the session asks for a drive, or when the session ended. */
async function runWithTrouble(
  set: KillSet,
  instant: Instant | undefined,
  trouble: Trouble | undefined,
  afterMilliseconds: number,
): Promise<SessionEnd> {
  let begun: Promise<void> | undefined;
  const watched: Instant = (sinceStart, sinceSession) => {
    if (sinceSession !== undefined && sinceSession >= afterMilliseconds) begun ??= trouble?.begin();
    return instant?.(sinceStart, sinceSession) ?? false;
  };
  const heal = async (): Promise<void> => {
    await begun;
    await trouble?.heal();
  };
  try {
    // While a drive comes back the session may look for it; it asks again and is answered again.
    return await runSession(set.folder, set.names, watched, () => void heal().catch(() => undefined));
  } finally {
    await heal();
  }
}

/** What a session did to files that were finished before it. */
function account(
  before: DriveFiles,
  after: DriveFiles,
  flippedPaths: ReadonlySet<string>,
  isTroubled: boolean,
  tally: Tally,
): readonly string[] {
  const again = copiedAgain(before, after).filter((file) => !flippedPaths.has(file.path));
  const bytes = again.reduce((sum, file) => sum + file.bytes, 0);
  tally.begunAgainBytes += after.partial.reduce((sum, file) => sum + file.bytes, 0);
  const serials = after.partial.map(({ serial }) => serial);
  const crowded = serials.filter((serial, index) => serials.indexOf(serial) !== index);
  const faults = crowded.map((serial) => `${serial} has several half-written files`);
  if (isTroubled) {
    tally.takenOverBytes += bytes;
    return faults;
  }
  tally.copiedTwiceBytes += bytes;
  return [...faults, ...again.map((file) => `${file.serial}: a finished file was copied again`)];
}

interface SetPlan {
  readonly kind: SetKind;
  readonly whole: WholeSession;
  /** Kills that are still wanted. */
  readonly mostKills: number;
}

/** Kills sessions of a set until its kills are used up, or one ended before its instant; then lets it finish. */
async function runSet(set: KillSet, random: Random, plan: SetPlan, tally: Tally): Promise<readonly string[]> {
  const { kind, whole } = plan;
  const faults: string[] = [];
  const flippedPaths = new Set<string>();
  const wanted = Math.min(plan.mostKills, 3 + (random() % (mostKillsOfASet - 2)));
  for (let kill = 0; ; kill += 1) {
    const flipped = random() % 3 === 0 ? flipBit(set, random) : undefined;
    if (flipped !== undefined) {
      tally.flips += 1;
      flippedPaths.add(flipped.path);
    }
    const before = lookAtDrives(set.folder);
    const instant = kill < wanted ? drawInstant(set.folder, random, whole) : undefined;
    const trouble = drawTrouble(set, kind, random, tally);
    const at = fraction(random) * whole.sessionMilliseconds;
    const end = await runWithTrouble(set, instant, trouble, at);
    faults.push(...account(before, lookAtDrives(set.folder), flippedPaths, kind !== 'kills', tally));
    if (!end.wasKilled) {
      if (!end.finished.startsWith('completed')) faults.push(`the session ended ${end.finished}`);
      return [...faults, ...(await checkSet(set, tally))];
    }
    tally.kills += 1;
  }
}

async function measureWhole(folder: string, random: Random, tally: Tally): Promise<WholeSession> {
  const set = await makeSet(folder, random, false);
  const whole = await runSession(set.folder, set.names, undefined);
  const faults = await checkSet(set, tally);
  tally.faults.push(...faults.map((fault) => `undisturbed: ${fault}`));
  return whole;
}

async function runKills({ count, seed, workFolder, say, keep }: SoakContext): Promise<SoakOutcome> {
  const tally: Tally = {
    sets: 0,
    kills: 0,
    cables: 0,
    fullDrives: 0,
    flips: 0,
    checkedBytes: 0,
    wrongBytes: 0,
    lostFiles: 0,
    copiedTwiceBytes: 0,
    takenOverBytes: 0,
    begunAgainBytes: 0,
    faults: [],
  };
  const folder = path.join(workFolder, 'set');
  const obstacle = mountObstacle();
  if (obstacle !== undefined) say(`no drive will be filled up: ${obstacle}`);
  const whole = await measureWhole(folder, createRandom(seed), tally);
  say(
    `an undisturbed session: ${Math.round(whole.sessionMilliseconds)} ms, ${Math.round(whole.startMilliseconds)} ms to begin`,
  );
  for (let number = 1; tally.kills < count; number += 1) {
    const random = createRandom(seed + number);
    const kind = drawKind(random, obstacle === undefined);
    const set = await makeSet(folder, random, kind === 'fullDrives');
    const plan = { kind, whole, mostKills: count - tally.kills };
    const faults = await runSet(set, random, plan, tally).catch((error: unknown) => [String(error)]);
    tally.sets += 1;
    tally.faults.push(...faults.map((fault) => `set ${number}: ${fault}`));
    if (faults.length > 0) {
      say(`set ${number} FAILED and is left in ${folder}: ${faults.slice(0, 3).join('; ')}`);
      return outcomeOf(tally);
    }
    await set.mounted?.unmount();
    if (number % sayEverySets === 0) say(`${tally.sets} sets, ${tally.kills} killed`);
    await keep(outcomeOf(tally));
  }
  rmSync(folder, { recursive: true, force: true });
  return outcomeOf(tally);
}

export const diskKills: SoakCase = {
  name: 'disk-kills',
  purpose: 'kills sessions of Prepare Disks, goes on with them, checks every drive',
  defaultCount: 200,
  run: runKills,
};

/** @file One drive through everything the disk port can do, step by step, for a check on a computer with spare disks. */
import { randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeDisks } from '../../../src-shared/domain/disk-findings.ts';
import type { JudgedDisk } from '../../../src-shared/domain/disks.ts';
import { jobIdSchema } from '../../../src-shared/domain/ids.ts';
import { recoveryPasswordFrom } from '../../../src-shared/domain/recovery-password.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { createEraseGuard } from '../../disks/erase-guard.ts';
import { createSystemClock } from '../../platform/node/system-clock.ts';
import type { DiskPlatform } from '../../platform/ports/disk-platform.ts';

export interface DriveRehearsal {
  readonly platform: DiskPlatform;
  /** Number that the system gives the disk. Everything on it is lost. */
  readonly number: number;
  readonly isPractice: boolean;
  /** Answers a question of the operator. */
  ask(question: string): Promise<string>;
  say(line: string): void;
}

const noJob = jobIdSchema.parse('00000000-0000-4000-8000-000000000000');
const probeName = 'wizard-check.bin';
const probeBytes = 8 * 1024 * 1024;

/** The last key that ends well formed and opens nothing. */
const foreignPassword = recoveryPasswordFrom([1, 2, 3, 4, 5, 6, 7, 8]);

async function writeProbe(path: string): Promise<Buffer> {
  const bytes = randomBytes(probeBytes);
  const handle = await open(path, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return bytes;
}

async function refusesForeignKey(rehearsal: DriveRehearsal, disk: JudgedDisk): Promise<void> {
  try {
    await rehearsal.platform.unlock(disk.facts.identity, foreignPassword);
  } catch (error) {
    if (error instanceof AppError && error.code === 'disk.recoveryPasswordWrong') return;
    throw error;
  }
  throw new Error('A foreign recovery password was taken');
}

/** The same way in as the wizard's: findings, typed end of the serial, ticket. */
async function confirmedDisk(rehearsal: DriveRehearsal): Promise<JudgedDisk> {
  const { platform, number, isPractice, ask } = rehearsal;
  const context = { stagingPaths: [process.cwd()], sourcePaths: [], drivesOfOtherJobs: [], isPractice };
  const readFresh = async (): Promise<JudgedDisk[]> => judgeDisks(await platform.listDisks(), context);
  const guard = createEraseGuard({ readFresh, clock: createSystemClock() });
  const disk = (await readFresh()).find(({ facts }) => facts.number === number);
  if (disk === undefined) {
    throw new AppError({ kind: 'user', code: 'disk.notFound', params: { diskId: String(number) } });
  }
  const { id, identity } = disk.facts;
  const { challengeId, serialCharacters } = await guard.requestErase(noJob, id);
  const typed = await ask(
    `EVERYTHING on disk ${number}, ${identity.model}, serial ${identity.serial}, will be ERASED. Type the last ${serialCharacters} characters of its serial: `,
  );
  const { eraseTicket } = await guard.confirmErase(challengeId, typed);
  await guard.redeem(noJob, id, eraseTicket);
  return disk;
}

/**
 * Erases, formats, encrypts, fills, locks, tries a foreign key, unlocks, compares and locks a drive.
 * @throws what the platform or the guard throws; Error when something comes back other than it should
 */
export async function rehearseDrive(
  rehearsal: DriveRehearsal,
): Promise<{ readonly recoveryPassword: string }> {
  const { platform, say } = rehearsal;
  const disk = await confirmedDisk(rehearsal);
  const { identity } = disk.facts;
  await platform.clear(identity);
  say('cleared');
  const volume = await platform.createVolume(identity, 'WIZARDCHECK');
  say(`formatted: ${volume.rootPath}, ${volume.capacityBytes} bytes, ${await volume.freeBytes()} free`);
  const { recoveryPassword } = await platform.encrypt(identity, (percent) => say(`encrypting: ${percent} %`));
  say('encrypted: AES-256, protection on');
  const bytes = await writeProbe(join(volume.rootPath, probeName));
  say(`written: ${probeName}, ${probeBytes} bytes`);
  await platform.lock(identity);
  if ((await platform.mountedVolume(identity)) !== undefined)
    throw new Error('The drive is open after locking');
  say('locked');
  await refusesForeignKey(rehearsal, disk);
  say('foreign key: refused');
  const reopened = await platform.unlock(identity, recoveryPassword);
  await refusesForeignKey(rehearsal, disk);
  say('foreign key while open: refused');
  const found = await readFile(join(reopened.rootPath, probeName));
  if (!found.equals(bytes)) throw new Error('The file came back other than it was written');
  say('unlocked: the file is the same');
  await platform.lock(identity);
  say('locked');
  return { recoveryPassword };
}

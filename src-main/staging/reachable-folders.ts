/** @file Main process and worker threads: whether a staging location is there, and what it means for work when it no longer is. */
import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { failureReason } from './scan/scan.ts';

/** True for a folder that this computer can open now. A share that dropped is still mounted and none. */
export function isReachableFolder(path: string): boolean {
  try {
    return path !== '' && statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** What nobody has to explain: the operator did it, or it names the folder itself. */
const saidAlready: ReadonlySet<string> = new Set(['task.stopped', 'staging.pathUnknown']);

function unreachable(path: string, reason: string, cause: unknown): AppError {
  const code = 'staging.unreachable';
  return new AppError({ kind: 'environment', code, params: { path, reason }, retry: 'resume', cause });
}

async function deviceOf(path: string): Promise<bigint> {
  return (await stat(path, { bigint: true })).dev;
}

/** @returns what the system says of a folder that is gone; undefined: it is there, on the device where it was */
async function whyGone(path: string, device: bigint | undefined): Promise<string | undefined> {
  try {
    const now = await deviceOf(path);
    // What an unmounted drive leaves is the empty folder that it was mounted on.
    return device === undefined || now === device ? undefined : 'ENODEV';
  } catch (error) {
    return failureReason(error);
  }
}

type Devices = ReadonlyMap<string, bigint | undefined>;

async function devicesOf(folders: readonly string[]): Promise<Devices> {
  const devices = new Map<string, bigint | undefined>();
  for (const path of folders) devices.set(path, await deviceOf(path).catch(() => undefined));
  return devices;
}

/** The first folder that is gone. */
async function findGone(folders: readonly string[], devices: Devices) {
  for (const path of folders) {
    const reason = await whyGone(path, devices.get(path));
    if (reason !== undefined) return { path, reason };
  }
  return undefined;
}

const isSaidAlready = (error: unknown): boolean => error instanceof AppError && saidAlready.has(error.code);

/**
 * Runs work that writes into folders. When a drive is unplugged or a share drops, the first call that notices may be about anything,
 * such as the file of warnings: what the work fails with then says nothing, so it is told as what it is.
 * @param folders those that are in use at the moment of asking; some may come while the work runs
 * @throws AppError `staging.unreachable` when the work fails and one of the folders is gone, else what `work` throws
 */
export async function whileReachable<Value>(
  folders: () => readonly string[],
  work: () => Promise<Value>,
): Promise<Value> {
  const devices = await devicesOf(folders());
  try {
    return await work();
  } catch (error) {
    const gone = isSaidAlready(error) ? undefined : await findGone(folders(), devices);
    throw gone === undefined ? error : unreachable(gone.path, gone.reason, error);
  }
}

/**
 * Runs work that reads from a folder. What it cannot read there because the folder is gone is neither damaged nor lost.
 * @param isWhole false: what the work answers speaks of damage, which is believed only while the folder is there
 * @throws AppError `staging.pathUnknown` when the folder is gone and the work failed or found damage, else what `work` throws
 */
export async function whileReadable<Value>(
  path: string,
  work: () => Promise<Value>,
  isWhole: (value: Value) => boolean = () => true,
): Promise<Value> {
  const devices = await devicesOf([path]);
  const requireThere = async (cause?: unknown): Promise<void> => {
    const gone = await findGone([path], devices);
    if (gone === undefined) return;
    const code = 'staging.pathUnknown';
    throw new AppError({ kind: 'environment', code, params: gone, retry: 'same-call', cause });
  };
  let value: Value;
  try {
    value = await work();
  } catch (error) {
    if (!isSaidAlready(error)) await requireThere(error);
    throw error;
  }
  if (!isWhole(value)) await requireThere();
  return value;
}

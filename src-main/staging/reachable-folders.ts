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
  const devices = new Map<string, bigint | undefined>();
  for (const path of folders()) devices.set(path, await deviceOf(path).catch(() => undefined));
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && saidAlready.has(error.code)) throw error;
    for (const path of folders()) {
      const reason = await whyGone(path, devices.get(path));
      if (reason !== undefined) throw unreachable(path, reason, error);
    }
    throw error;
  }
}

import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { takeOwnerLock } from '../platform/node/owner-lock.ts';

/** Folder of this program's own state where no host names one: the place that each system has for it. */
export function defaultDataFolder(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
  home: string = os.homedir(),
): string {
  const name = 'offline-backup-wizard';
  if (platform === 'win32')
    return path.win32.join(environment.LOCALAPPDATA ?? path.win32.join(home, 'AppData', 'Local'), name);
  if (platform === 'darwin') return path.posix.join(home, 'Library', 'Application Support', name);
  return path.posix.join(environment.XDG_DATA_HOME ?? path.posix.join(home, '.local', 'share'), name);
}

/**
 * Makes this process the only one that writes the records of a data folder.
 * @throws AppError `app.alreadyRunning`
 */
export async function lockDataFolder(folder: string): Promise<{ release(): Promise<void> }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const attempt = await takeOwnerLock(path.join(folder, 'wizard.lock'));
  if (attempt.state === 'held') return attempt;
  const { machine, since } = attempt.owner;
  throw new AppError({
    kind: 'environment',
    code: 'app.alreadyRunning',
    params: { machine, since, folder },
  });
}

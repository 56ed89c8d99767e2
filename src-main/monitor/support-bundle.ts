import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { arch, release } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { writeFileAtomically } from '../platform/node/atomic-file.ts';
import { redact, redactText } from '../platform/node/redact.ts';
import { systemErrorCode } from '../platform/node/unexpected-error.ts';

/** Larger than all logs the wizard keeps; what is older than that helps nobody. */
const largestLogBytes = 12 * 1024 * 1024;

export interface SupportBundleRequest {
  readonly job: JobSnapshot;
  /** Existing folder that gets the bundle. */
  readonly folder: string;
  /** Folder of the wizard's log files. */
  readonly logFolder: string;
  readonly appVersion: string;
  readonly now: Date;
}

async function logFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /\.log(\.\d+)?$/.test(name)).sort();
}

/** Redacted line by line: what was written before a pattern was known is caught here. */
const redactLines = (text: string): string => text.split('\n').map(redactText).join('\n');

function versions(appVersion: string, now: Date): object {
  const { node, electron, openssl } = process.versions;
  const system = `${process.platform} ${release()} ${arch()}`;
  return { app: appVersion, node, electron, openssl, system, savedAt: now.toISOString() };
}

/**
 * Writes a folder with the job record, the log and version numbers, all redacted; no staging data, no keys.
 * @returns path of the new folder
 * @throws AppError `folder.notFound`, `folder.notWritable`
 */
export async function writeSupportBundle(request: SupportBundleRequest): Promise<string> {
  const { job, folder, logFolder, appVersion, now } = request;
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const name = job.importJob?.name ?? job.draft.offlineDetails.importJobName;
  const path = join(folder, `support-${name.replaceAll(/[^A-Za-z0-9-]/g, '') || 'job'}-${stamp}`);
  try {
    if (!isAbsolute(folder) || !(await stat(folder)).isDirectory()) {
      throw Object.assign(new Error('Not a folder'), { code: 'ENOTDIR' });
    }
    await mkdir(path, { mode: 0o700 });
    await writeFileAtomically(join(path, 'job.json'), `${JSON.stringify(redact(job), null, 2)}\n`);
    await writeFileAtomically(
      join(path, 'versions.json'),
      `${JSON.stringify(versions(appVersion, now), null, 2)}\n`,
    );
    for (const file of await logFiles(logFolder)) {
      const content = await readFile(join(logFolder, file));
      const text = content.subarray(-largestLogBytes).toString('utf8');
      await writeFileAtomically(join(path, file), redactLines(text));
    }
  } catch (cause) {
    const code = systemErrorCode(cause);
    throw new AppError({
      kind: 'environment',
      code: code === 'ENOENT' || code === 'ENOTDIR' ? 'folder.notFound' : 'folder.notWritable',
      params: { path: folder, reason: code ?? 'unknown' },
      field: 'folder',
      retry: 'choose-again',
      cause,
    });
  }
  return path;
}

/** @file The printed sheet with the passphrase: the one file that holds it, and only where the operator says. Main process. */
import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { Translate } from '../../src-shared/locales/translator.ts';
import { writeFileAtomically } from '../platform/node/atomic-file.ts';
import { systemErrorCode } from '../platform/node/unexpected-error.ts';

export interface PassphraseSheetRequest {
  readonly job: JobSnapshot;
  /** Existing folder, absolute. */
  readonly folder: string;
  readonly passphrase: string;
  readonly translate: Translate;
}

const isInside = (folder: string, outer: string): boolean => {
  const relative = path.relative(outer, folder);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
};

/** A sheet beside the data it opens protects nothing; one inside the source would travel along. */
async function requireOutside(folder: string, job: JobSnapshot): Promise<void> {
  const places = [job.draft.offlineDetails.stagingLocation, ...job.draft.items.map((item) => item.path)];
  for (const place of places.filter((candidate) => candidate !== '')) {
    const resolved = await realpath(place).catch(() => path.resolve(place));
    if (isInside(folder, resolved)) {
      throw new AppError({
        kind: 'user',
        code: 'staging.sheetNotHere',
        field: 'folder',
        params: { path: folder },
      });
    }
  }
}

/** A name that is free: the sheet of another backup may be all that still opens it. What is typed as a job's name is no path. */
async function freeFile(folder: string, name: string): Promise<string> {
  const taken = new Set((await readdir(folder)).map((entry) => entry.toLowerCase()));
  const base = `${name.replaceAll(/[^A-Za-z0-9-]/g, '') || 'offline-backup'}-passphrase`;
  let number = 1;
  const fileName = (): string => (number === 1 ? `${base}.txt` : `${base}-${number}.txt`);
  while (taken.has(fileName().toLowerCase())) number += 1;
  return path.join(folder, fileName());
}

/**
 * Writes the sheet beside earlier ones, never over them.
 * @returns path of the sheet
 * @throws AppError `folder.notFound`, `folder.notWritable`, `staging.sheetNotHere`
 */
export async function writePassphraseSheet(request: PassphraseSheetRequest): Promise<string> {
  const { job, passphrase, translate } = request;
  const folder = await realpath(request.folder).catch((cause: unknown) => {
    throw new AppError({
      kind: 'user',
      code: 'folder.notFound',
      field: 'folder',
      params: { path: request.folder },
      cause,
    });
  });
  await requireOutside(folder, job);
  const name = job.draft.offlineDetails.importJobName || 'offline-backup';
  const text = translate('initiate.passphraseSheet', { name, machine: job.machineName, passphrase });
  try {
    const file = await freeFile(folder, name);
    await writeFileAtomically(file, `${text}\n`, 0o600);
    return file;
  } catch (cause) {
    throw new AppError({
      kind: 'environment',
      code: 'folder.notWritable',
      field: 'folder',
      params: { path: folder, reason: systemErrorCode(cause) ?? 'unknown' },
      cause,
    });
  }
}

/** @file Main process: a folder of another program as a session carries it. */

import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import type { OpaqueCheck, OpaqueSource } from '../../../src-shared/domain/opaque.ts';
import { judgeOpaqueFiles } from '../../../src-shared/domain/opaque-rules.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { BlobSettings } from '../copy/copy-types.ts';
import { type StagedSet, sessionFolderFor } from '../session/staged-set.ts';
import { walkSource } from './walk-source.ts';

/** @throws AppError `opaque.filesRefused` naming the first file and how many there are */
export function requireNoProblems(check: OpaqueCheck): void {
  const [first] = check.problems;
  if (first === undefined) return;
  throw new AppError({
    kind: 'user',
    code: 'opaque.filesRefused',
    params: { file: first.file, problem: first.code, count: check.problemCount },
    details: check.problems
      .map(({ file, code }) => `${code}: ${file}`)
      .join('\n')
      .slice(0, 8000),
    retry: 'choose-again',
  });
}

export function blobSettingsOf(opaque: OpaqueSource): BlobSettings {
  const { blobKind, prefix, disposition, metadata, properties } = opaque;
  return {
    kind: blobKind,
    prefix,
    disposition,
    ...(metadata === undefined ? {} : { metadata: metadata.text }),
    ...(properties === undefined ? {} : { properties: properties.text }),
  };
}

/**
 * What is in the folder right now. Nobody has hashed these files: the copy does it on the way.
 * @throws AppError as `walkSource`; `opaque.filesRefused`, `job.nameInvalid`
 */
export async function opaqueSetOf(job: JobSnapshot, opaque: OpaqueSource): Promise<StagedSet> {
  const describedAtMilliseconds = Date.now();
  const files = await walkSource(opaque.sourcePath);
  requireNoProblems(judgeOpaqueFiles(files, opaque));
  const { importJobName, container } = job.draft.offlineDetails;
  return {
    stagingPath: opaque.sourcePath,
    describedAtMilliseconds,
    files: files.map(({ name, bytes }) => ({ name, bytes })),
    sessionFolder: sessionFolderFor(importJobName),
    container,
    repairs: [],
    blobs: blobSettingsOf(opaque),
  };
}

import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { StagedSet } from './staged-set.ts';

/** @throws AppError `disk.stagingChanged` with the first file that is not what it was */
export function requireSameSet(before: StagedSet, now: StagedSet): void {
  const found = new Map(now.files.map((file) => [file.name, file]));
  const changed = before.files.find((file) => {
    const other = found.get(file.name);
    if (other?.bytes !== file.bytes) return true;
    return !Buffer.from(file.pageRangeMd5 ?? []).equals(other.pageRangeMd5 ?? Buffer.alloc(0));
  });
  if (changed === undefined) return;
  throw new AppError({
    kind: 'environment',
    code: 'disk.stagingChanged',
    params: { file: changed.name },
    retry: 'resume',
  });
}

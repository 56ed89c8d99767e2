import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { RecoverResult } from '../../src-shared/contract/recover-calls.ts';
import type { InitiateDraft } from '../../src-shared/domain/initiate-draft.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { TaskControl } from '../jobs/task-control.ts';
import type { StagingService } from '../staging/staging-service.ts';
import type { ComparePair, RestoredRoot, RestoreRequest, RestoreResult } from '../staging/staging-types.ts';

/** A restore that may start; holds the data key. */
export interface RecoverRun {
  readonly request: RestoreRequest;
  readonly compareWithSource: boolean;
  /** What the backup took and left out, so that the rest does not count as missing. */
  readonly selection: Pick<InitiateDraft, 'items' | 'exclusions'>;
}

/** @throws AppError `vault.targetInvalid` */
export async function requireTarget(target: RestoreRequest['target']): Promise<void> {
  if (target.kind !== 'folder') return;
  const found = isAbsolute(target.path) ? await stat(target.path).catch(() => undefined) : undefined;
  if (isAbsolute(target.path) && (found === undefined || found.isDirectory())) return;
  throw new AppError({
    kind: 'user',
    code: 'vault.targetInvalid',
    params: { path: target.path },
    field: 'target.path',
    retry: 'choose-again',
  });
}

/** What to compare: whole roots, or for a selection just the selected parts of them. */
export function comparePairs(
  roots: readonly RestoredRoot[],
  selection: readonly string[],
): readonly ComparePair[] {
  const whole = ({ source, target, isOwn }: RestoredRoot): ComparePair => ({
    expected: source,
    found: target,
    withOwnAttributes: isOwn,
  });
  if (selection.length === 0) return roots.map(whole);
  return selection.flatMap((path) => {
    const [number = '', ...parts] = path.split('/');
    const root = roots.find((candidate) => candidate.number === Number(number));
    if (root === undefined) return [];
    if (parts.length === 0 || root.kind === 'file') return [whole(root)];
    const [expected, found] = [join(root.source, ...parts), join(root.target, ...parts)];
    return [{ expected, found, item: root.source }];
  });
}

function resultOf(restored: RestoreResult): RecoverResult {
  const { roots: _roots, targetPath, ...counts } = restored;
  return {
    ...counts,
    skipped: [...restored.skipped],
    failed: [...restored.failed],
    ...(targetPath === undefined ? {} : { targetPath }),
  };
}

/**
 * Restores, then compares with the source as it is now. Files that are damaged or refused are in the result and do not stop the rest.
 * @param onResult called after the restore and again after the comparison, so that a stop in between keeps what is known
 */
export async function runRecover(
  staging: StagingService,
  run: RecoverRun,
  control: TaskControl,
  onResult: (result: RecoverResult) => void,
): Promise<void> {
  const { request } = run;
  const restored = await staging.restore(request, control);
  const result = resultOf(restored);
  onResult(result);
  if (!run.compareWithSource || request.target.kind !== 'folder') return;
  control.report({ doneBytes: 0, doneFiles: 0 });
  const pairs = comparePairs(restored.roots, request.selection);
  const { items, exclusions } = run.selection;
  const compared = await staging.compare({ pairs, items, exclusions }, control);
  onResult({ ...result, compared: { ...compared, differences: [...compared.differences] } });
}

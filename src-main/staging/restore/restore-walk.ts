/** @file Worker thread: walks a catalog and has every selected entry restored. */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { CatalogEntry } from '../format/catalog-entry.ts';
import { readCatalog } from '../read/catalog-reader.ts';
import type { Descriptor } from '../read/descriptor-reader.ts';
import type { RestoreRequest } from '../staging-types.ts';
import { type EntryRestorer, shownPath } from './entry-restorer.ts';
import type { FileDispatcher } from './file-dispatcher.ts';
import type { FolderFrame, FolderStack } from './folder-stack.ts';
import { refusedName } from './portable-name.ts';
import type { RestoreIssues } from './restore-issues.ts';
import type { RestoreSelection } from './selection.ts';
import { createSelectionFollower, linkKey } from './survey.ts';
import type { TargetRoot } from './target-roots.ts';

/** A restore under way. */
export interface RestoreRun {
  readonly request: RestoreRequest;
  readonly descriptor: Descriptor;
  readonly selection: RestoreSelection;
  readonly targets: readonly TargetRoot[];
  readonly folders: FolderStack;
  readonly files: FileDispatcher;
  readonly restorer: EntryRestorer;
  readonly issues: RestoreIssues;
  /** Frames of the roots, which tell afterwards whether a root's folder is the restore's own. */
  readonly rootFrames: FolderFrame[];
}

async function restoreEntry(
  run: RestoreRun,
  root: number,
  ordinal: number,
  entry: CatalogEntry,
  isSelected: boolean,
): Promise<void> {
  const { folders, restorer, request } = run;
  if (request.target.kind === 'verifyOnly') {
    if (isSelected) await restorer.verify(root, ordinal, entry);
    return;
  }
  if (entry.kind === 'skipped') {
    if (isSelected) restorer.nameSkipped(root, entry);
    return;
  }
  // Undefined when the catalog lies about the folders that the entry is in.
  const found = folders.leaveTo(entry.path);
  if (found === undefined) {
    const path = shownPath(root, entry.path);
    if (isSelected)
      run.issues.fail({ code: 'restore.notWritten', path, reason: 'its folder is not in the catalog' });
    return;
  }
  if (entry.kind !== 'folder') {
    if (isSelected) await restorer.restore(entry, { root, ordinal, ...found });
    return;
  }
  const frame = folders.push(entry.path, found.name, ordinal, entry);
  frame.refusal = found.frame.refusal ?? refusedName(found.name, process.platform);
  if (isSelected) await restorer.restore(entry, { root, ordinal, name: found.name, frame });
}

/** A root that the survey did not see has no place: going on would write into whatever folder the process is in. */
function unknownRoot(file: string): AppError {
  return new AppError({
    kind: 'environment',
    code: 'staging.descriptorDamaged',
    params: { file },
    details: 'catalog has another root than before',
  });
}

/** Restores all that was selected. Roots get their attributes later. @throws AppError `staging.descriptorDamaged`, `vault.writeFailed`, `task.stopped` */
export async function restoreAll(run: RestoreRun, dataKey: Uint8Array, onEntry: () => void): Promise<void> {
  const { request, folders, targets } = run;
  const isSelected = createSelectionFollower(run.selection);
  let root = -1;
  let ordinal = -1;
  for await (const entries of readCatalog(run.descriptor, dataKey)) {
    for (const entry of entries) {
      onEntry();
      ordinal += 1;
      if (entry.kind !== 'root') {
        await restoreEntry(run, root, ordinal, entry, isSelected(root, entry.path));
        continue;
      }
      root += 1;
      const place = targets[root];
      if (place === undefined) throw unknownRoot(run.descriptor.file);
      const isOwnFolder = entry.rootKind === 'folder';
      const attributes = isOwnFolder ? entry : undefined;
      run.rootFrames.push(folders.enterRoot(place.folder, ordinal, attributes));
      const isPicked = isSelected(root, '');
      if (isPicked && isOwnFolder && request.target.kind !== 'verifyOnly') await folders.require();
    }
  }
  folders.finish();
  await run.files.settle();
}

/** Hard links whose first name was not restored get the content themselves. */
export async function restoreDeferredLinks(run: RestoreRun, dataKey: Uint8Array): Promise<void> {
  const { links } = run.restorer;
  const wanted = links.deferredKeys();
  if (wanted.size === 0) return;
  let root = -1;
  for await (const entries of readCatalog(run.descriptor, dataKey)) {
    for (const entry of entries) {
      if (entry.kind === 'root') root += 1;
      const key = linkKey(root, entry.path);
      if (entry.kind === 'file' && wanted.has(key)) await links.restoreDeferred(key, entry);
    }
  }
  links.finish();
}

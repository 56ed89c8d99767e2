/** @file Worker thread: restores a recovery point, or a selection of it. */
import { lstatSync, utimesSync } from 'node:fs';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { type ByteText, bytesToShownText } from '../format/byte-text.ts';
import type { CatalogEntry } from '../format/catalog-entry.ts';
import { readCatalog } from '../read/catalog-reader.ts';
import { type Descriptor, openDescriptor, readRows, warnOfMirror } from '../read/descriptor-reader.ts';
import { openVolumeSource } from '../read/open-volume-source.ts';
import { joinBytes, nativeFromBytes } from '../scan/native-path.ts';
import type { RestoredRoot, RestoreRequest, RestoreResult } from '../staging-types.ts';
import { createProgressMeter } from '../write/progress-meter.ts';
import { secondsText } from './attributes.ts';
import { createContentReader } from './content-reader.ts';
import { createEntryRestorer, type DeferredLink, type EntryRestorer, shownPath } from './entry-restorer.ts';
import { createFolderStack, type FolderFrame, type FolderStack } from './folder-stack.ts';
import { refusedName } from './portable-name.ts';
import { createRestoreIssues, type RestoreIssues } from './restore-issues.ts';
import { createSelection, type RestoreSelection } from './selection.ts';
import { createSelectionFollower, linkKey, surveyCatalog } from './survey.ts';
import { placeRoots, type TargetRoot } from './target-roots.ts';
import { nameIn } from './tree-path.ts';

interface Restore {
  readonly request: RestoreRequest;
  readonly descriptor: Descriptor;
  readonly selection: RestoreSelection;
  readonly targets: readonly TargetRoot[];
  readonly folders: FolderStack;
  readonly restorer: EntryRestorer;
  readonly issues: RestoreIssues;
  /** Frames of the roots, which tell afterwards whether a root's folder is the restore's own. */
  readonly rootFrames: FolderFrame[];
}

/** Opens the folders that an entry lies in. @returns its folder and name, or undefined when the catalog lies about them */
function follow(run: Restore, entry: CatalogEntry) {
  const frame = run.folders.leaveTo(entry.path);
  const name = frame === undefined ? undefined : nameIn(entry.path, frame.path);
  return frame === undefined || name === undefined ? undefined : { frame, name };
}

async function restoreEntry(
  run: Restore,
  root: number,
  entry: CatalogEntry,
  isSelected: boolean,
): Promise<void> {
  const { folders, restorer, request } = run;
  if (request.target.kind === 'verifyOnly') {
    if (isSelected) await restorer.verify(root, entry);
    return;
  }
  const found = follow(run, entry);
  if (found === undefined) {
    const path = shownPath(root, entry.path);
    if (isSelected)
      run.issues.fail({ code: 'restore.notWritten', path, reason: 'its folder is not in the catalog' });
    return;
  }
  if (entry.kind !== 'folder') {
    if (isSelected) await restorer.restore(root, entry, found.name, found.frame);
    return;
  }
  const frame = folders.push(entry.path, found.name, entry);
  frame.refusal = found.frame.refusal ?? refusedName(found.name, process.platform);
  if (isSelected) await restorer.restore(root, entry, found.name, frame);
}

async function restoreAll(run: Restore, onEntry: () => void): Promise<void> {
  const isSelected = createSelectionFollower(run.selection);
  let root = -1;
  for await (const entries of readCatalog(run.descriptor, run.request.dataKey)) {
    for (const entry of entries) {
      onEntry();
      if (entry.kind !== 'root') {
        await restoreEntry(run, root, entry, isSelected(root, entry.path));
        continue;
      }
      root += 1;
      const target = run.targets[root];
      const isOwnFolder = entry.rootKind === 'folder';
      run.rootFrames.push(run.folders.enterRoot(target?.folder ?? '', isOwnFolder ? entry : undefined));
      const isPicked = isSelected(root, '');
      if (isPicked && isOwnFolder && run.request.target.kind !== 'verifyOnly') run.folders.require();
    }
  }
  run.folders.finish();
}

/** Hard links whose first name was not restored get the content themselves; the folder keeps its time. */
async function restoreDeferredLinks(run: Restore): Promise<void> {
  const groups = new Map<string, DeferredLink[]>();
  for (const link of run.restorer.deferred) {
    const key = linkKey(link.root, link.line.linkTo);
    groups.set(key, [...(groups.get(key) ?? []), link]);
  }
  if (groups.size === 0) return;
  let root = -1;
  for await (const entries of readCatalog(run.descriptor, run.request.dataKey)) {
    for (const entry of entries) {
      if (entry.kind === 'root') root += 1;
      const key = linkKey(root, entry.path);
      const links = entry.kind === 'file' ? groups.get(key) : undefined;
      if (entry.kind !== 'file' || links === undefined) continue;
      groups.delete(key);
      await keepingTimes(
        links.map((link) => link.folder),
        () => run.restorer.restoreDeferred(entry, links),
      );
    }
  }
  for (const { root: number, line } of [...groups.values()].flat()) {
    const path = shownPath(number, line.path);
    run.issues.fail({ code: 'restore.damaged', path, reason: 'its content is not in the catalog' });
  }
}

async function keepingTimes(folders: readonly ByteText[], work: () => Promise<void>): Promise<void> {
  const times = folders.map((folder) => {
    const native = nativeFromBytes(folder);
    return { native, modified: secondsText(lstatSync(native, { bigint: true }).mtimeNs.toString()) };
  });
  await work();
  for (const { native, modified } of times) utimesSync(native, modified, modified);
}

/**
 * Restores into a folder, to the original places, or only reads and authenticates. Damaged and refused entries are in the
 * result by name; the others are restored.
 * @throws AppError `staging.descriptorMissing`, `staging.descriptorDamaged`, `vault.targetInvalid`, `vault.writeFailed` when
 * the whole target fails, `task.stopped`
 */
export async function restore(request: RestoreRequest, control: WorkerControl): Promise<RestoreResult> {
  const source = openVolumeSource(request.location);
  try {
    control.setPhase('readingRecoveryPoint');
    const descriptor = await openDescriptor(source, request.descriptorFile, {
      onMirrorUsed: warnOfMirror(control),
    });
    const selection = createSelection(request.selection);
    const meter = createProgressMeter(control);
    const survey = await surveyCatalog(readCatalog(descriptor, request.dataKey), selection, () =>
      meter.add(0),
    );
    if (survey.roots.length === 0) throw damagedWithoutRoots(request.descriptorFile);
    const targets = placeRoots(survey.roots, request.target);
    const issues = createRestoreIssues(control.warn);
    const folders = createFolderStack((path, reason) =>
      issues.note({ code: 'restore.attributeNotSet', path: bytesToShownText(path).slice(0, 32_767), reason }),
    );
    control.setPhase('restoring');
    meter.restart({ totalBytes: survey.bytes, totalFiles: survey.files });
    const restorer = createEntryRestorer({
      content: createContentReader(
        source,
        await readRows(descriptor),
        descriptor.page.setId,
        request.dataKey,
      ),
      folders,
      conflict: request.conflict,
      issues,
      linkedFiles: survey.linkedFiles,
      onBytes: meter.add,
      onFile: () => meter.add(0, 1),
    });
    const rootFrames: FolderFrame[] = [];
    const run: Restore = { request, descriptor, selection, targets, folders, restorer, issues, rootFrames };
    await restoreAll(run, () => meter.add(0));
    await restoreDeferredLinks(run);
    meter.flush();
    return {
      restoredFiles: restorer.counts.files,
      restoredBytes: restorer.counts.bytes,
      skipped: issues.skipped,
      failed: issues.failed,
      skippedCount: issues.skippedCount,
      failedCount: issues.failedCount,
      targetPath: request.target.kind === 'folder' ? request.target.path : undefined,
      roots:
        request.target.kind === 'verifyOnly' ? [] : targets.map((root) => describeRoot(root, rootFrames)),
    };
  } finally {
    await source.close();
  }
}

function damagedWithoutRoots(file: string): AppError {
  return new AppError({ kind: 'environment', code: 'staging.descriptorDamaged', params: { file } });
}

function describeRoot({ number, line, folder }: TargetRoot, frames: readonly FolderFrame[]): RestoredRoot {
  const isFile = line.rootKind === 'file';
  const target = isFile ? joinBytes(folder, line.path.slice(line.path.lastIndexOf('/') + 1)) : folder;
  return {
    number,
    kind: line.rootKind,
    source: nativeFromBytes(line.path).toString(),
    target: nativeFromBytes(target).toString(),
    isOwn: isFile || frames[number]?.isOwn === true,
  };
}

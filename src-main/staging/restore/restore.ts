/** @file Worker thread: restores a recovery point, or a selection of it; coordinates the threads that write files. */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { bytesToShownText } from '../format/byte-text.ts';
import type { CatalogEntry } from '../format/catalog-entry.ts';
import { readCatalog } from '../read/catalog-reader.ts';
import { type Descriptor, openDescriptor, readRows, warnOfMirror } from '../read/descriptor-reader.ts';
import { openCatalogSource } from '../read/open-worker-source.ts';
import { bytesFromNative, joinBytes, nativeFromBytes } from '../scan/native-path.ts';
import type { RestoredRoot, RestoreRequest, RestoreResult } from '../staging-types.ts';
import type { VolumeSource } from '../volume-source.ts';
import { createProgressMeter, type ProgressMeter } from '../write/progress-meter.ts';
import { createEntryRestorer, type EntryRestorer, shownPath } from './entry-restorer.ts';
import { createFileDispatcher, type FileDispatcher, type UnpackPool } from './file-dispatcher.ts';
import { createFolderStack, type FolderFrame, type FolderStack } from './folder-stack.ts';
import { openUnpackPool, type RestoreTuning } from './open-pool.ts';
import { refusedName } from './portable-name.ts';
import { createRestoreIssues, type RestoreIssues } from './restore-issues.ts';
import { openJournal, type RestoreJournal, restoreIdentity } from './restore-journal.ts';
import { createSelection, type RestoreSelection } from './selection.ts';
import { createSelectionFollower, linkKey, type Survey, surveyCatalog } from './survey.ts';
import { placeRoots, type TargetRoot } from './target-roots.ts';
import { createTemporaryNames, removeLeftovers } from './temporary-names.ts';
import { nameIn } from './tree-path.ts';

interface Restore {
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

/** Files from here on are written in parts of this length by several threads. */
const segmentBytes = 64 * 1024 * 1024;

/** Opens the folders that an entry lies in. @returns its folder and name, or undefined when the catalog lies about them */
function follow(run: Restore, entry: CatalogEntry) {
  const frame = run.folders.leaveTo(entry.path);
  const name = frame === undefined ? undefined : nameIn(entry.path, frame.path);
  return frame === undefined || name === undefined ? undefined : { frame, name };
}

async function restoreEntry(
  run: Restore,
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
  const found = follow(run, entry);
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

async function restoreAll(run: Restore, dataKey: Uint8Array, onEntry: () => void): Promise<void> {
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
      const isOwnFolder = entry.rootKind === 'folder';
      const attributes = isOwnFolder ? entry : undefined;
      run.rootFrames.push(folders.enterRoot(targets[root]?.folder ?? '', ordinal, attributes));
      const isPicked = isSelected(root, '');
      if (isPicked && isOwnFolder && request.target.kind !== 'verifyOnly') await folders.require();
    }
  }
  folders.finish();
  await run.files.settle();
}

/** Hard links whose first name was not restored get the content themselves. */
async function restoreDeferredLinks(run: Restore, dataKey: Uint8Array): Promise<void> {
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

/** Where the journal of an earlier run may be: the target folder, or what the roots are restored into. */
function journalFolders({ target }: RestoreRequest, roots: readonly TargetRoot[]): string[] {
  switch (target.kind) {
    case 'folder':
      return [bytesFromNative(target.path)];
    case 'original':
      return [...new Set(roots.map(({ folder }) => folder))];
    case 'verifyOnly':
      return [];
  }
}

function createFolders(
  issues: RestoreIssues,
  journal: RestoreJournal,
  files: Pick<FileDispatcher, 'settle'>,
): FolderStack {
  return createFolderStack({
    onAttributeFailure: (path, reason) =>
      issues.note({
        code: 'restore.attributeNotSet',
        path: bytesToShownText(path).slice(0, 32_767),
        reason,
      }),
    onRoot: journal.start,
    wasMade: (ordinal) => journal.earlier(ordinal)?.isSure === true,
    onMake: (ordinal) => journal.begin({ ordinals: [ordinal] }),
    onFound(folder) {
      if (journal.runs.length > 0) removeLeftovers(folder, journal.runs);
    },
    settle: files.settle,
  });
}

interface Opened {
  readonly source: VolumeSource;
  readonly descriptor: Descriptor;
  readonly selection: RestoreSelection;
  readonly survey: Survey;
  readonly targets: readonly TargetRoot[];
  readonly meter: ProgressMeter;
  readonly control: WorkerControl;
}

async function runRestore(
  request: RestoreRequest,
  opened: Opened,
  journal: RestoreJournal,
  pool: UnpackPool,
  files: FileDispatcher,
): Promise<RestoreResult> {
  const { descriptor, selection, survey, targets, meter, control } = opened;
  const { target, conflict, dataKey } = request;
  const issues = createRestoreIssues(control.warn);
  const folders = createFolders(issues, journal, files);
  const restorer = createEntryRestorer({
    files,
    folders,
    journal,
    temporaryName: createTemporaryNames(journal.run),
    conflict,
    issues,
    linkedFiles: survey.linkedFiles,
    onDone: meter.add,
  });
  const rootFrames: FolderFrame[] = [];
  const run: Restore = {
    request,
    descriptor,
    selection,
    targets,
    folders,
    files,
    restorer,
    issues,
    rootFrames,
  };
  await restoreAll(run, dataKey, () => meter.add(0));
  await restoreDeferredLinks(run, dataKey);
  await pool.close();
  await journal.remove();
  folders.finishRoots();
  meter.flush();
  const { earlierFiles } = restorer.counts;
  return {
    restoredFiles: restorer.counts.files,
    restoredBytes: restorer.counts.bytes,
    ...(earlierFiles === 0 ? {} : { earlierFiles }),
    skipped: issues.skipped,
    failed: issues.failed,
    skippedCount: issues.skippedCount,
    failedCount: issues.failedCount,
    targetPath: target.kind === 'folder' ? target.path : undefined,
    roots: target.kind === 'verifyOnly' ? [] : targets.map((root) => describeRoot(root, rootFrames)),
  };
}

/**
 * Restores into a folder, to the original places, or only reads and authenticates. Damaged and refused entries are in the
 * result by name; the others are restored. A restore that was killed or stopped is gone on with by calling this again.
 * @throws AppError `staging.descriptorMissing`, `staging.descriptorDamaged`, `vault.targetInvalid`, `vault.writeFailed` when
 * the whole target fails, `task.stopped`
 */
export async function restore(
  request: RestoreRequest,
  control: WorkerControl,
  tuning: RestoreTuning = {},
): Promise<RestoreResult> {
  const { location, dataKey, descriptorFile } = request;
  const source = await openCatalogSource(location);
  try {
    control.setPhase('readingRecoveryPoint');
    const onMirrorUsed = warnOfMirror(control);
    const descriptor = await openDescriptor(source, descriptorFile, { onMirrorUsed });
    const selection = createSelection(request.selection);
    const meter = createProgressMeter(control);
    const catalog = readCatalog(descriptor, dataKey);
    const survey = await surveyCatalog(catalog, selection, () => meter.add(0));
    if (survey.roots.length === 0) throw damagedWithoutRoots(descriptorFile);
    const targets = placeRoots(survey.roots, request.target);
    const volumes = (await readRows(descriptor)).map(({ number, volumeId, file, length }) => ({
      number,
      volumeId,
      file,
      length,
    }));
    control.setPhase('restoring');
    meter.restart({ totalBytes: survey.bytes, totalFiles: survey.files });
    const { setId, recoveryPointId } = descriptor.page;
    const identity = restoreIdentity(request, recoveryPointId);
    const journal = await openJournal({ identity, folders: journalFolders(request, targets) });
    const { run } = journal;
    const pool = openUnpackPool(survey, tuning, {
      setup: { kind: 'unpack', location, volumes, setId, dataKey, run },
      state: control.state,
      onReport: meter.add,
    });
    const files = createFileDispatcher({
      pool,
      journal,
      temporaryName: createTemporaryNames(run),
      isCheck: request.target.kind === 'verifyOnly',
      segmentBytes: tuning.segmentBytes ?? segmentBytes,
      onLargeFile: () => meter.add(0, 1),
    });
    try {
      const opened = { source, descriptor, selection, survey, targets, meter, control };
      return await runRestore(request, opened, journal, pool, files);
    } finally {
      await pool.close();
      await files.abandon();
      await journal.close();
    }
  } finally {
    await source.close();
  }
}

function damagedWithoutRoots(file: string): AppError {
  return new AppError({ kind: 'environment', code: 'staging.descriptorDamaged', params: { file } });
}

/** @file Worker thread: restores a recovery point, or a selection of it; coordinates the threads that write files. */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import type { FileMetadataStore, MetadataAccess } from '../../platform/ports/file-metadata.ts';
import { bytesToShownText } from '../format/byte-text.ts';
import { readCatalog } from '../read/catalog-reader.ts';
import { type Descriptor, openDescriptor, readRows, warnOfMirror } from '../read/descriptor-reader.ts';
import { openVolumeSource } from '../read/open-volume-source.ts';
import { bytesFromNative, joinBytes, nativeFromBytes } from '../scan/native-path.ts';
import { damageOf } from '../staging-errors.ts';
import type { RestoredRoot, RestoreRequest, RestoreResult } from '../staging-types.ts';
import type { VolumeSource } from '../volume-source.ts';
import { createProgressMeter, type ProgressMeter } from '../write/progress-meter.ts';
import { createMissingNotes, extrasOf, type RestorableKinds } from './entry-extras.ts';
import { createEntryRestorer } from './entry-restorer.ts';
import { createFileDispatcher, type FileDispatcher, type UnpackPool } from './file-dispatcher.ts';
import { createFolderStack, type FolderFrame, type FolderStack } from './folder-stack.ts';
import { createLateMetadata, type LateMetadata } from './late-metadata.ts';
import { openUnpackPool, type RestoreTuning } from './open-pool.ts';
import { createRestoreIssues, type RestoreIssues } from './restore-issues.ts';
import { openJournal, type RestoreJournal, restoreIdentity } from './restore-journal.ts';
import { type RestoreRun, restoreAll, restoreDeferredLinks } from './restore-walk.ts';
import { createSelection, type RestoreSelection } from './selection.ts';
import { type Survey, surveyCatalog, surveyWhole } from './survey.ts';
import { placeRoots, type TargetRoot } from './target-roots.ts';
import { createTemporaryNames, removeLeftovers } from './temporary-names.ts';

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

const hasStreams = process.platform === 'win32';
/** Files from here on are written in parts of this length by several threads. */
const segmentBytes = 64 * 1024 * 1024;

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

async function surveyPoint(
  descriptor: Descriptor,
  { dataKey, selection: picked }: RestoreRequest,
  selection: RestoreSelection,
  onBatch: () => void,
): Promise<Survey> {
  try {
    const whole =
      picked.length === 0
        ? await surveyWhole(descriptor.catalogBlocks(dataKey), descriptor.page.totals, onBatch)
        : undefined;
    return (
      whole ??
      (await surveyCatalog(readCatalog(descriptor, dataKey, { keepsChunks: false }), selection, onBatch))
    );
  } catch (error) {
    throw damageOf(error, 'staging.descriptorDamaged', descriptor.file);
  }
}

function createFolders(
  issues: RestoreIssues,
  journal: RestoreJournal,
  files: Pick<FileDispatcher, 'settle'>,
  late: LateMetadata,
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
    late,
  });
}

interface Opened {
  readonly kinds: RestorableKinds;
  readonly store: FileMetadataStore | undefined;
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
  const late = createLateMetadata(opened.store);
  const folders = createFolders(issues, journal, files, late);
  const restorer = createEntryRestorer({
    files,
    folders,
    journal,
    temporaryName: createTemporaryNames(journal.run),
    conflict,
    issues,
    linkedFiles: survey.linkedFiles,
    late,
    noteMissing: createMissingNotes(opened.kinds, issues.note),
    onDone: meter.add,
  });
  const rootFrames: FolderFrame[] = [];
  const run: RestoreRun = {
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
  await late.settle();
  await pool.close();
  await journal.remove();
  folders.finishRoots();
  await late.settle();
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
  metadata?: MetadataAccess,
): Promise<RestoreResult> {
  const { location, dataKey, descriptorFile } = request;
  const source = await openVolumeSource(location);
  try {
    control.setPhase('readingRecoveryPoint');
    const onMirrorUsed = warnOfMirror(control);
    const descriptor = await openDescriptor(source, descriptorFile, { onMirrorUsed });
    const selection = createSelection(request.selection);
    const meter = createProgressMeter(control);
    const survey = await surveyPoint(descriptor, request, selection, () => meter.add(0));
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
    const isCheck = request.target.kind === 'verifyOnly';
    const kinds = { metadata: metadata?.facts.kind, streams: tuning.writesStreams ?? hasStreams };
    const store = isCheck || metadata === undefined ? undefined : metadata.open(metadata.facts);
    const pool = openUnpackPool(
      survey,
      tuning,
      {
        setup: { kind: 'unpack', location, volumes, setId, dataKey, run, metadata: metadata?.facts },
        state: control.state,
        onReport: meter.add,
      },
      metadata?.open,
    );
    const files = createFileDispatcher({
      pool,
      journal,
      temporaryName: createTemporaryNames(run),
      isCheck,
      store,
      extrasOf: (line) => extrasOf(isCheck ? { metadata: undefined, streams: true } : kinds, line),
      segmentBytes: tuning.segmentBytes ?? segmentBytes,
      onLargeFile: () => meter.add(0, 1),
    });
    try {
      const opened = { kinds, store, source, descriptor, selection, survey, targets, meter, control };
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

/** @file Worker thread: gives single entries of a recovery point their place; files are written by other threads. */
import { symlinkSync } from 'node:fs';
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { type ByteText, bytesToShownText } from '../format/byte-text.ts';
import { unknownKindCode } from '../format/catalog-decode.ts';
import type { CatalogEntry, FileLine, LinkLine, SkippedLine } from '../format/catalog-entry.ts';
import { joinBytes, nativeFromBytes } from '../scan/native-path.ts';
import { setLinkAttributes } from './attributes.ts';
import { mayBeShortName } from './claimed-names.ts';
import { keptFromEarlier } from './earlier-entry.ts';
import { type createMissingNotes, restorableValues } from './entry-extras.ts';
import type { FileDispatcher } from './file-dispatcher.ts';
import type { FileOutcome } from './file-order.ts';
import { isFatalReason, onTarget, placeLink, TargetError } from './file-writer.ts';
import type { FolderFrame, FolderStack } from './folder-stack.ts';
import { createHardLinks, type HardLinks } from './hard-links.ts';
import type { LateMetadata } from './late-metadata.ts';
import { type Conflict, placeEntry } from './place.ts';
import { refusedName } from './portable-name.ts';
import type { RestoreIssues } from './restore-issues.ts';
import type { RestoreJournal } from './restore-journal.ts';
import { linkKey } from './survey.ts';
import type { TemporaryNames } from './temporary-names.ts';

export interface RestoreCounts {
  files: number;
  bytes: number;
  /** Of `files`, those that an earlier run had restored. */
  earlierFiles: number;
}

export interface RestorerOptions {
  readonly files: FileDispatcher;
  readonly folders: FolderStack;
  readonly journal: RestoreJournal;
  readonly temporaryName: TemporaryNames;
  readonly conflict: Conflict;
  readonly issues: RestoreIssues;
  /** Files whose place has to be remembered, as `linkKey`. */
  readonly linkedFiles: ReadonlySet<string>;
  /** Takes the metadata of links. */
  readonly late: LateMetadata;
  /** Tells once of each kind of thing that this computer has no place for. */
  readonly noteMissing: ReturnType<typeof createMissingNotes>;
  /** Told what is done without the threads that write. */
  readonly onDone: (bytes: number, files: number) => void;
}

/** Where an entry goes. */
export interface EntryPlace {
  readonly root: number;
  readonly ordinal: number;
  readonly name: ByteText;
  readonly frame: FolderFrame;
}

/** What has a folder to be in; a skipped entry may stand for the root itself. */
export type PlaceableEntry = Exclude<CatalogEntry, SkippedLine>;

export interface EntryRestorer {
  readonly counts: RestoreCounts;
  readonly links: HardLinks;
  /** Restores an entry into the current folder; trouble with it goes to the issues. */
  restore(entry: PlaceableEntry, place: EntryPlace): Promise<void>;
  /** Names an entry of which the backup has nothing. */
  nameSkipped(root: number, entry: SkippedLine): void;
  /** Reads the content and writes nothing. */
  verify(root: number, ordinal: number, entry: CatalogEntry): Promise<void>;
}

/** What `place` decided. */
export interface FoundPlace {
  readonly name: ByteText;
  readonly isOver: boolean;
  /** An earlier run made it, and it is as it was made. */
  readonly isKept: boolean;
}

const nameFailures: ReadonlySet<string> = new Set(['EINVAL', 'ENAMETOOLONG', 'EILSEQ']);

/** Text of an entry for warnings and results: root number, then path. */
export function shownPath(root: number, path: ByteText): string {
  return path === '' ? `${root}` : `${root}/${bytesToShownText(path)}`.slice(0, 32_767);
}

function targetFailure(path: string, reason: string): AppError {
  return new AppError({
    kind: 'environment',
    code: 'vault.writeFailed',
    params: { path, reason },
    retry: 'resume',
  });
}

/** Turns trouble with one entry into a warning. @throws AppError `vault.writeFailed` for what stops the whole restore */
export function warningOf(path: string, outcome: Exclude<FileOutcome, { kind: 'whole' }>): TaskWarning {
  const { kind, reason } = outcome;
  if (kind === 'fatal' || (kind === 'target' && isFatalReason(reason))) throw targetFailure(path, reason);
  if (kind === 'damaged') return { code: 'restore.damaged', path, reason };
  const code = nameFailures.has(reason) ? 'file.nameNotPortable' : 'restore.notWritten';
  return { code, path, reason: reason.slice(0, 512) };
}

/** The restore reads nothing here: it was the backup that could not, or did not want to. */
function skippedWarning({ code, reason }: SkippedLine, path: string): TaskWarning {
  if (code === unknownKindCode) return { code: 'restore.unknownKind', path, reason: reason.slice(0, 512) };
  return { code: 'restore.notInBackup', path, reason: `${code} ${reason}`.slice(0, 512) };
}

export function createEntryRestorer(options: RestorerOptions): EntryRestorer {
  const { files, folders, journal, issues, linkedFiles, onDone } = options;
  const counts: RestoreCounts = { files: 0, bytes: 0, earlierFiles: 0 };
  const note = (path: string, reason: string | undefined): void => {
    if (reason !== undefined) issues.note({ code: 'restore.attributeNotSet', path, reason });
  };
  const countFile = (bytes: number, isKept: boolean): void => {
    counts.files += 1;
    counts.bytes += bytes;
    if (isKept) counts.earlierFiles += 1;
  };
  const place = async (
    entry: CatalogEntry,
    { root, ordinal, name, frame }: EntryPlace,
  ): Promise<FoundPlace | undefined> => {
    const shown = shownPath(root, entry.path);
    const refusal = refusedName(name, process.platform);
    if (refusal !== undefined) {
      issues.fail({ code: 'file.nameNotPortable', path: shown, reason: refusal });
      return undefined;
    }
    const folder = { path: await folders.require(), claimed: frame.claimed, isNew: frame.isNew };
    const kept = keptFromEarlier(journal, folder, entry, ordinal, name);
    if (kept !== undefined) {
      frame.claimed.add(kept);
      return { name: kept, isOver: false, isKept: true };
    }
    const isShortName = mayBeShortName(name, process.platform);
    // Whether they are one to the file system shows only when the other is there.
    const mayBeThere = frame.claimed.isFull || frame.claimed.rivals(name).length > 0;
    if (isShortName || mayBeThere) await files.settle();
    const found = onTarget(() => placeEntry(folder, name, options.conflict, isShortName));
    if (found.kind === 'blocked') throw new TargetError(found.reason);
    if (found.kind === 'skip') {
      issues.skip({ code: 'restore.skippedExisting', path: shown, reason: entry.kind });
      return undefined;
    }
    if (found.isRenamed)
      issues.note({ code: 'file.nameNotPortable', path: shown, reason: 'differs only by case' });
    frame.claimed.add(found.name);
    return { name: found.name, isOver: found.isOver, isKept: false };
  };
  const links = createHardLinks({ ...options, place, countFile, shownPath, warningOf });

  const restoreFile = async (line: FileLine, where: EntryPlace): Promise<void> => {
    const { root, ordinal, frame } = where;
    const found = await place(line, where);
    if (found === undefined) {
      onDone(0, 1);
      return;
    }
    const folder = frame.target ?? '';
    const key = linkKey(root, line.path);
    const isLinked = linkedFiles.has(key);
    if (found.isKept) {
      if (isLinked) links.settle(key, joinBytes(folder, found.name));
      countFile(line.size, true);
      onDone(line.size, 1);
      return;
    }
    if (isLinked) links.expect(key);
    folders.hold(frame);
    const { name, isOver } = found;
    await files.add({
      line,
      folder,
      name,
      ordinal,
      isOver,
      onDone(outcome) {
        const shown = shownPath(root, line.path);
        if (outcome.kind === 'whole') {
          note(shown, outcome.attributeFailure);
          countFile(line.size, false);
        } else issues.fail(warningOf(shown, outcome));
        if (isLinked) links.settle(key, outcome.kind === 'whole' ? joinBytes(folder, name) : undefined);
        folders.release(frame);
      },
    });
  };
  const restoreLink = async (line: LinkLine, where: EntryPlace): Promise<void> => {
    const found = await place(line, where);
    if (found === undefined || found.isKept) return;
    const { root, ordinal, frame } = where;
    const folder = frame.target ?? '';
    const path = joinBytes(folder, found.name);
    journal.begin({
      ordinals: [ordinal],
      over: found.isOver ? [ordinal] : [],
      names: new Map(found.name === where.name ? [] : [[ordinal, found.name]]),
    });
    const temporary = nativeFromBytes(options.temporaryName(folder));
    const type = line.isJunction ? 'junction' : undefined;
    onTarget(() =>
      placeLink(temporary, path, (name) => symlinkSync(nativeFromBytes(line.target), name, type)),
    );
    const native = nativeFromBytes(path);
    note(shownPath(root, line.path), setLinkAttributes(native, line));
    const values = restorableValues(options.late.kind, line);
    if (values === undefined) return;
    folders.hold(frame);
    options.late.add({ path: native, ...values }, (failure) => {
      note(shownPath(root, line.path), failure);
      folders.release(frame);
    });
  };
  const restoreOne = async (entry: PlaceableEntry, where: EntryPlace): Promise<void> => {
    const path = shownPath(where.root, entry.path);
    options.noteMissing(entry, () => path);
    switch (entry.kind) {
      case 'file':
        return restoreFile(entry, where);
      case 'link':
        return restoreLink(entry, where);
      case 'hardLink':
        onDone(0, 1);
        return links.restore(entry, where);
      // Nothing was lost on the way: these never were in the backup, which the run that made it told already.
      case 'special':
        issues.note({ code: 'file.unsupportedKind', path, reason: entry.specialKind });
        return;
      case 'folder':
      case 'root':
        await folders.require();
    }
  };
  return {
    counts,
    links,
    async restore(entry, where) {
      try {
        await restoreOne(entry, where);
      } catch (error) {
        if (!(error instanceof TargetError)) throw error;
        if (entry.kind === 'file') onDone(0, 1);
        issues.fail(warningOf(shownPath(where.root, entry.path), { kind: 'target', reason: error.reason }));
      }
    },
    nameSkipped: (root, entry) => issues.note(skippedWarning(entry, shownPath(root, entry.path))),
    async verify(root, ordinal, entry) {
      if (entry.kind === 'hardLink') countFile(0, false);
      if (entry.kind === 'hardLink') onDone(0, 1);
      if (entry.kind !== 'file') return;
      await files.add({
        line: entry,
        folder: '',
        name: '',
        ordinal,
        isOver: false,
        onDone(outcome) {
          if (outcome.kind === 'whole') countFile(entry.size, false);
          else issues.fail(warningOf(shownPath(root, entry.path), outcome));
        },
      });
    },
  };
}

/** @file Worker thread: writes single entries of a recovery point below the target. */
import { linkSync, symlinkSync } from 'node:fs';
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { type ByteText, bytesToShownText } from '../format/byte-text.ts';
import type { CatalogEntry, FileLine, HardLinkLine, LinkLine } from '../format/catalog-entry.ts';
import { type NativePath, nativeFromBytes } from '../scan/native-path.ts';
import { setLinkAttributes } from './attributes.ts';
import type { ContentReader } from './content-reader.ts';
import { onTarget, placeLink, readContent, TargetError, writeFile } from './file-writer.ts';
import type { FolderFrame, FolderStack } from './folder-stack.ts';
import { type Conflict, placeEntry } from './place.ts';
import { refusedName } from './portable-name.ts';
import type { RestoreIssues } from './restore-issues.ts';
import { linkKey } from './survey.ts';

/** A hard link whose content was not restored under its first name. */
export interface DeferredLink {
  readonly root: number;
  readonly line: HardLinkLine;
  readonly folder: ByteText;
  readonly path: ByteText;
}

export interface RestoreCounts {
  files: number;
  bytes: number;
}

export interface RestorerOptions {
  readonly content: ContentReader;
  readonly folders: FolderStack;
  readonly conflict: Conflict;
  readonly issues: RestoreIssues;
  /** Files whose place has to be remembered, as `linkKey`. */
  readonly linkedFiles: ReadonlySet<string>;
  readonly onBytes: (bytes: number) => void;
  readonly onFile: () => void;
}

export interface EntryRestorer {
  readonly counts: RestoreCounts;
  readonly deferred: readonly DeferredLink[];
  /** Restores an entry into the current folder; trouble with it goes to the issues. */
  restore(root: number, entry: CatalogEntry, name: ByteText, frame: FolderFrame): Promise<void>;
  /** Reads the content and writes nothing. */
  verify(root: number, entry: CatalogEntry): Promise<void>;
  /** Writes a file's content once more, for hard links whose first name was not restored. */
  restoreDeferred(file: FileLine, links: readonly DeferredLink[]): Promise<void>;
}

const nameFailures: ReadonlySet<string> = new Set(['EINVAL', 'ENAMETOOLONG', 'EILSEQ']);
const fatalFailures: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'ENODEV']);
const damageCodes: ReadonlySet<string> = new Set([
  'staging.volumeDamaged',
  'staging.volumeMissing',
  'staging.volumeIncomplete',
  'staging.versionUnsupported',
]);

/** Text of an entry for warnings and results: root number, then path. */
export function shownPath(root: number, path: ByteText): string {
  return path === '' ? `${root}` : `${root}/${bytesToShownText(path)}`.slice(0, 32_767);
}

/** Turns trouble with one entry into a warning; rethrows what stops the whole restore. */
function warningFor(error: unknown, path: string): TaskWarning {
  if (error instanceof AppError && damageCodes.has(error.code)) {
    return {
      code: 'restore.damaged',
      path,
      reason: `${error.code} ${error.params.file ?? ''}`.slice(0, 512),
    };
  }
  if (!(error instanceof TargetError)) throw error;
  if (fatalFailures.has(error.reason)) {
    throw new AppError({
      kind: 'environment',
      code: 'vault.writeFailed',
      params: { path, reason: error.reason },
      retry: 'resume',
      cause: error,
    });
  }
  const code = nameFailures.has(error.reason) ? 'file.nameNotPortable' : 'restore.notWritten';
  return { code, path, reason: error.reason.slice(0, 512) };
}

export function createEntryRestorer(options: RestorerOptions): EntryRestorer {
  const { content, folders, issues, linkedFiles } = options;
  const counts: RestoreCounts = { files: 0, bytes: 0 };
  const deferred: DeferredLink[] = [];
  /** Where files with several names went; a damaged one is there as undefined. */
  const placed = new Map<string, ByteText | undefined>();

  const note = (path: string, reason: string | undefined): void => {
    if (reason !== undefined) issues.note({ code: 'restore.attributeNotSet', path, reason });
  };
  const place = (
    entry: CatalogEntry,
    name: ByteText,
    frame: FolderFrame,
    shown: string,
  ): ByteText | undefined => {
    const refusal = refusedName(name, process.platform);
    if (refusal !== undefined) {
      issues.fail({ code: 'file.nameNotPortable', path: shown, reason: refusal });
      return undefined;
    }
    const folder = folders.require();
    const found = onTarget(() => placeEntry(folder, name, options.conflict, frame.created));
    if (found.kind === 'blocked') throw new TargetError(found.reason);
    if (found.kind === 'skip') {
      issues.skip({ code: 'restore.skippedExisting', path: shown, reason: entry.kind });
      return undefined;
    }
    if (found.isRenamed)
      issues.note({ code: 'file.nameNotPortable', path: shown, reason: 'differs only by case' });
    return found.path;
  };
  const countFile = (bytes: number): void => {
    counts.files += 1;
    counts.bytes += bytes;
  };
  const restoreFile = async (
    root: number,
    line: FileLine,
    name: ByteText,
    frame: FolderFrame,
  ): Promise<void> => {
    const shown = shownPath(root, line.path);
    const key = linkKey(root, line.path);
    const path = place(line, name, frame, shown);
    if (path === undefined) return;
    if (linkedFiles.has(key)) placed.set(key, undefined);
    const written = await writeFile(frame.target ?? '', path, line, content, options.onBytes);
    frame.created.add(written.inode);
    if (linkedFiles.has(key)) placed.set(key, path);
    note(shown, written.attributeFailure);
    countFile(line.size);
  };
  const restoreLink = (root: number, line: LinkLine, name: ByteText, frame: FolderFrame): void => {
    const shown = shownPath(root, line.path);
    const path = place(line, name, frame, shown);
    if (path === undefined) return;
    const make = (temporary: NativePath): void => symlinkSync(nativeFromBytes(line.target), temporary);
    onTarget(() => placeLink(frame.target ?? '', path, make));
    note(shown, setLinkAttributes(nativeFromBytes(path), line));
  };
  const restoreHardLink = (root: number, line: HardLinkLine, name: ByteText, frame: FolderFrame): void => {
    const shown = shownPath(root, line.path);
    const path = place(line, name, frame, shown);
    if (path === undefined) return;
    const key = linkKey(root, line.linkTo);
    const target = placed.get(key);
    if (target === undefined && placed.has(key)) {
      issues.fail({ code: 'restore.damaged', path: shown, reason: 'its content is damaged' });
      return;
    }
    if (target === undefined || !tryHardLink(target, frame.target ?? '', path)) {
      deferred.push({ root, line, folder: frame.target ?? '', path });
      return;
    }
    countFile(0);
  };
  const restoreOne = async (
    root: number,
    entry: CatalogEntry,
    name: ByteText,
    frame: FolderFrame,
  ): Promise<void> => {
    switch (entry.kind) {
      case 'file':
        return restoreFile(root, entry, name, frame);
      case 'link':
        return restoreLink(root, entry, name, frame);
      case 'hardLink':
        return restoreHardLink(root, entry, name, frame);
      // Nothing was lost on the way: these never were in the backup, which the run that made it told already.
      case 'special':
        issues.note({
          code: 'file.unsupportedKind',
          path: shownPath(root, entry.path),
          reason: entry.specialKind,
        });
        return;
      case 'skipped':
        issues.note({
          code: 'file.unreadable',
          path: shownPath(root, entry.path),
          reason: entry.reason.slice(0, 512),
        });
        return;
      case 'folder':
      case 'root':
        folders.require();
    }
  };
  const guarded = async (path: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      issues.fail(warningFor(error, path));
    }
  };
  return {
    counts,
    deferred,
    restore(root, entry, name, frame) {
      if (entry.kind === 'file' || entry.kind === 'hardLink') options.onFile();
      return guarded(shownPath(root, entry.path), () => restoreOne(root, entry, name, frame));
    },
    verify(root, entry) {
      if (entry.kind === 'file' || entry.kind === 'hardLink') options.onFile();
      if (entry.kind === 'hardLink') countFile(0);
      if (entry.kind !== 'file') return Promise.resolve();
      return guarded(shownPath(root, entry.path), async () => {
        await readContent(entry, content, (_bytes, length) => options.onBytes(length));
        countFile(entry.size);
      });
    },
    async restoreDeferred(file, links) {
      let first: ByteText | undefined;
      for (const { root, line, folder, path } of links) {
        await guarded(shownPath(root, line.path), async () => {
          if (first !== undefined && tryHardLink(first, folder, path)) return countFile(0);
          // The link's own attributes are those of the file, but from the moment it was met.
          await writeFile(folder, path, { ...file, ...line, kind: 'file' }, content, () => {});
          first ??= path;
          countFile(file.size);
        });
      }
    },
  };
}

/** @returns false where the file system has no hard links, or not this one; what was there before then still is */
function tryHardLink(target: ByteText, folder: ByteText, path: ByteText): boolean {
  try {
    placeLink(folder, path, (name) => linkSync(nativeFromBytes(target), name));
    return true;
  } catch {
    return false;
  }
}

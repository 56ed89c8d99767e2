/** @file Worker thread: further names of files that are being restored, or that were not. */
import { linkSync, lstatSync, utimesSync } from 'node:fs';
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import type { ByteText } from '../format/byte-text.ts';
import type { CatalogEntry, FileLine, HardLinkLine } from '../format/catalog-entry.ts';
import { joinBytes, nativeFromBytes } from '../scan/native-path.ts';
import { secondsText } from './attributes.ts';
import type { EntryPlace, FoundPlace } from './entry-restorer.ts';
import type { FileDispatcher } from './file-dispatcher.ts';
import type { FileOutcome } from './file-order.ts';
import { placeLink } from './file-writer.ts';
import type { FolderStack } from './folder-stack.ts';
import type { RestoreIssues } from './restore-issues.ts';
import type { RestoreJournal } from './restore-journal.ts';
import { linkKey } from './survey.ts';
import type { TemporaryNames } from './temporary-names.ts';

export interface HardLinkOptions {
  readonly files: FileDispatcher;
  readonly folders: FolderStack;
  readonly journal: RestoreJournal;
  readonly temporaryName: TemporaryNames;
  readonly issues: RestoreIssues;
  readonly place: (entry: CatalogEntry, where: EntryPlace) => Promise<FoundPlace | undefined>;
  readonly countFile: (bytes: number, isKept: boolean) => void;
  readonly shownPath: (root: number, path: ByteText) => string;
  /** For tests. */
  readonly limits?: { readonly deferred?: number; readonly waiting?: number };
  readonly warningOf: (path: string, outcome: Exclude<FileOutcome, { kind: 'whole' }>) => TaskWarning;
}

/** A further name that has its place. */
interface PlacedLink extends EntryPlace, FoundPlace {
  readonly line: HardLinkLine;
  readonly folder: ByteText;
  readonly path: ByteText;
}

export interface HardLinks {
  /** A file that links lead to is being written. */
  expect(key: string): void;
  /** @param path where the file is whole now; undefined when it is damaged */
  settle(key: string, path: ByteText | undefined): void;
  restore(line: HardLinkLine, where: EntryPlace): Promise<void>;
  /** Keys of files that were not restored under their first name. */
  deferredKeys(): ReadonlySet<string>;
  /** Writes such a file's content under a further name, and the others as links to that. Folders keep their times. */
  restoreDeferred(key: string, file: FileLine): Promise<void>;
  /** What nothing was found for in the catalog is told. */
  finish(): void;
}

/** Where a file is, or links that wait for it. */
type FileState =
  | { readonly kind: 'pending'; readonly waiting: ((path: ByteText | undefined) => void)[] }
  | { readonly kind: 'settled'; readonly path: ByteText | undefined };

async function keepingTimes(folders: readonly ByteText[], work: () => Promise<void>): Promise<void> {
  const times = folders.map((folder) => {
    const native = nativeFromBytes(folder);
    return { native, modified: secondsText(lstatSync(native, { bigint: true }).mtimeNs.toString()) };
  });
  await work();
  for (const { native, modified } of times) utimesSync(native, modified, modified);
}

function sizeOf(path: ByteText): bigint | undefined {
  return lstatSync(nativeFromBytes(path), { bigint: true, throwIfNoEntry: false })?.size;
}

function isSameFile(left: ByteText, right: ByteText): boolean {
  const [first, second] = [left, right].map((path) =>
    lstatSync(nativeFromBytes(path), { bigint: true, throwIfNoEntry: false }),
  );
  return first !== undefined && first.ino === second?.ino && first.dev === second.dev;
}

/** Links whose file is not there when they are met: each costs some hundred bytes until the catalog is read again. */
const mostDeferred = 1024 * 1024;
/** Links to files that are being written. */
const mostWaiting = 64 * 1024;

export function createHardLinks(options: HardLinkOptions): HardLinks {
  const { files, folders, journal, issues, countFile, shownPath } = options;
  const states = new Map<string, FileState>();
  const deferred = new Map<string, PlacedLink[]>();
  const most = { deferred: mostDeferred, waiting: mostWaiting, ...options.limits };
  let deferredCount = 0;
  let waitingCount = 0;

  const begin = (link: PlacedLink): void =>
    journal.begin({
      ordinals: [link.ordinal],
      over: link.isOver ? [link.ordinal] : [],
      names: new Map(link.line.path.endsWith(link.name) ? [] : [[link.ordinal, link.name]]),
    });
  /** @returns false where the file system has no hard links, or not this one; what was there before then still is */
  const tryLink = (target: ByteText, link: PlacedLink): boolean => {
    begin(link);
    try {
      const temporary = nativeFromBytes(options.temporaryName(link.folder));
      placeLink(temporary, link.path, (name) => linkSync(nativeFromBytes(target), name));
      return true;
    } catch {
      return false;
    }
  };
  const defer = (key: string, link: PlacedLink): void => {
    if (deferredCount >= most.deferred) {
      const path = shownPath(link.root, link.line.path);
      issues.fail({
        code: 'restore.notWritten',
        path,
        reason: 'too many further names of files to remember',
      });
      return;
    }
    deferredCount += 1;
    const links = deferred.get(key);
    if (links === undefined) deferred.set(key, [link]);
    else links.push(link);
  };
  const linkTo = (key: string, target: ByteText | undefined, link: PlacedLink): void => {
    if (target === undefined) {
      const path = shownPath(link.root, link.line.path);
      issues.fail({ code: 'restore.damaged', path, reason: 'its content is damaged' });
    } else if (link.isKept && isSameFile(target, link.path)) countFile(0, true);
    else if (tryLink(target, link)) countFile(0, false);
    else defer(key, link);
  };
  const writeContent = (file: FileLine, link: PlacedLink): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const { root, ordinal, folder, name, isOver } = link;
      // The link's own attributes are those of the file, but from the moment it was met.
      const line: FileLine = { ...file, ...link.line, kind: 'file' };
      const onDone = (outcome: FileOutcome): void => {
        try {
          if (outcome.kind === 'whole') countFile(file.size, false);
          else issues.fail(options.warningOf(shownPath(root, link.line.path), outcome));
          resolve(outcome.kind === 'whole');
        } catch (error) {
          reject(error);
        }
      };
      files
        .add({ line, folder, name, ordinal, isOver, onDone })
        .then(() => files.settle())
        .catch(reject);
    });
  return {
    expect: (key) => states.set(key, { kind: 'pending', waiting: [] }),
    settle(key, path) {
      const state = states.get(key);
      states.set(key, { kind: 'settled', path });
      if (state?.kind === 'pending') for (const resume of state.waiting) resume(path);
    },
    async restore(line, where) {
      const found = await options.place(line, where);
      if (found === undefined) return;
      const folder = where.frame.target ?? '';
      const link = { ...where, ...found, line, folder, path: joinBytes(folder, found.name) };
      const key = linkKey(where.root, line.linkTo);
      if (waitingCount >= most.waiting) await files.settle();
      const state = states.get(key);
      if (state === undefined) defer(key, link);
      else if (state.kind === 'settled') linkTo(key, state.path, link);
      else {
        folders.hold(where.frame);
        waitingCount += 1;
        state.waiting.push((path) => {
          waitingCount -= 1;
          linkTo(key, path, link);
          folders.release(where.frame);
        });
      }
    },
    deferredKeys: () => new Set(deferred.keys()),
    async restoreDeferred(key, file) {
      const links = deferred.get(key) ?? [];
      deferred.delete(key);
      await keepingTimes(
        links.map(({ folder }) => folder),
        async () => {
          let first: ByteText | undefined;
          for (const link of links) {
            if (first !== undefined && link.isKept && isSameFile(first, link.path)) countFile(0, true);
            else if (first !== undefined && tryLink(first, link)) countFile(0, false);
            else if (link.isKept && sizeOf(link.path) === BigInt(file.size)) {
              countFile(file.size, true);
              first = link.path;
            } else if (await writeContent(file, link)) first ??= link.path;
          }
        },
      );
    },
    finish() {
      for (const { root, line } of [...deferred.values()].flat()) {
        const path = shownPath(root, line.path);
        issues.fail({ code: 'restore.damaged', path, reason: 'its content is not in the catalog' });
      }
    },
  };
}

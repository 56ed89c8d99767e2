import { extname } from 'node:path';
import type { Exclusion } from '../../../src-shared/domain/initiate-draft.ts';
import { type ByteText, bytesToText, textToBytes } from '../format/byte-text.ts';
import { bytesFromNative, joinBytes } from './native-path.ts';

const isWindows = process.platform === 'win32';

/** What is left out of the files right in one folder. */
interface FolderRules {
  /** Every file, not only certain types. */
  readonly allFiles: boolean;
  /** Endings without the dot, lower case. */
  readonly fileTypes: ReadonlySet<string>;
}

/** Rules of a folder: what holds for its own files, and what the folders below inherit. */
export interface ExclusionFrame {
  readonly own: FolderRules;
  readonly inherited: ReadonlySet<string>;
}

export interface Exclusions {
  /** True when this file or folder, with all below it, is left out. */
  isExcludedPath(path: ByteText): boolean;
  enter(folder: ByteText, parent: ExclusionFrame | undefined): ExclusionFrame;
  isExcludedFile(path: ByteText, name: ByteText, frame: ExclusionFrame): boolean;
}

/** Windows does not tell names apart by case. */
function normalise(path: ByteText): ByteText {
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  return isWindows ? textToBytes((bytesToText(trimmed) ?? trimmed).toLowerCase()) : trimmed;
}

function fileType(name: ByteText): string {
  return extname(name).slice(1).toLowerCase();
}

/** MARS exclusions as a walk needs them; paths are absolute bytes as `bytesFromNative` gives them. */
export function createExclusions(exclusions: readonly Exclusion[]): Exclusions {
  const whole = new Set<ByteText>();
  const byFolder = new Map<ByteText, Exclusion[]>();
  for (const exclusion of exclusions) {
    const path = normalise(bytesFromNative(exclusion.path));
    if (exclusion.fileTypes.length === 0 && exclusion.includeSubfolders) whole.add(path);
    else byFolder.set(path, [...(byFolder.get(path) ?? []), exclusion]);
  }
  const typesOf = (rules: readonly Exclusion[]): string[] =>
    rules.flatMap((rule) => rule.fileTypes.map((type) => textToBytes(type.toLowerCase())));
  // Without subfolders and types a rule means the files right in a folder, or one file.
  const leavesOutFiles = (path: ByteText): boolean =>
    byFolder.size > 0 &&
    (byFolder.get(normalise(path))?.some((rule) => rule.fileTypes.length === 0) ?? false);
  const isWhole = (path: ByteText): boolean => whole.size > 0 && whole.has(normalise(path));
  return {
    isExcludedPath: isWhole,
    enter(folder, parent) {
      const rules = byFolder.size > 0 ? (byFolder.get(normalise(folder)) ?? []) : [];
      const passedOn = typesOf(rules.filter((rule) => rule.includeSubfolders));
      const inherited =
        passedOn.length > 0 || parent === undefined
          ? new Set([...(parent?.inherited ?? []), ...passedOn])
          : parent.inherited;
      const fileTypes = rules.length > 0 ? new Set([...inherited, ...typesOf(rules)]) : inherited;
      return { own: { allFiles: leavesOutFiles(folder), fileTypes }, inherited };
    },
    isExcludedFile: (path, name, frame) =>
      frame.own.allFiles ||
      isWhole(path) ||
      leavesOutFiles(path) ||
      (frame.own.fileTypes.size > 0 && frame.own.fileTypes.has(fileType(name))),
  };
}

/** True when an exclusion leaves out this path with everything below it, by itself or through a folder above. */
export function isLeftOut(path: ByteText, exclusions: Exclusions): boolean {
  for (let current = path; current !== ''; ) {
    if (exclusions.isExcludedPath(current)) return true;
    const slash = current.lastIndexOf('/');
    if (slash <= 0) return slash === 0 && current !== '/' && exclusions.isExcludedPath('/');
    current = current.slice(0, slash);
  }
  return false;
}

/** True when `path` is `folder` or lies below it. */
export function isInside(path: ByteText, folder: ByteText): boolean {
  const inner = normalise(path);
  const outer = normalise(folder);
  return inner === outer || inner.startsWith(joinBytes(outer, ''));
}

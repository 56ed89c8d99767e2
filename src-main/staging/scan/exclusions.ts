import type { Exclusion } from '../../../src-shared/domain/initiate-draft.ts';
import {
  compileItemRules,
  foldName,
  type ItemRule,
  partsOfPath,
} from '../../../src-shared/domain/rules-of-items.ts';
import {
  enterFolder,
  firstRuleState,
  isSettled,
  type RuleState,
  ruleOfFile,
  ruleOfPath,
  stateOfItem,
} from '../../../src-shared/domain/rules-of-items-walk.ts';
import { type ByteText, bytesToShownText } from '../format/byte-text.ts';

const isWindows = process.platform === 'win32';

/** What the rules say in one folder. `isLeftOut`: unless a rule keeps it; `isWalked`: something below may be kept. */
export type ExclusionFrame = RuleState;

/** Rules of a job as a walk needs them; paths and names are bytes as `bytesFromNative` gives them. */
export interface Exclusions {
  /** State in the folder of a ticked item. */
  start(item: ByteText): ExclusionFrame;
  /** State in a folder of this name. */
  enter(name: ByteText, parent: ExclusionFrame): ExclusionFrame;
  /** The rule that decides about something in a folder that is no folder itself; undefined: it is backed up. */
  ruleOf(name: ByteText, frame: ExclusionFrame): ItemRule | undefined;
  /** The rule about a file that is ticked itself. */
  ruleOfItem(file: ByteText): ItemRule | undefined;
  /** State in a folder as the walk of an item comes to it, or by all rules above it where the item is not above. */
  stateIn(folder: ByteText, item: ByteText): ExclusionFrame;
}

const partsOf = (path: ByteText): readonly string[] => partsOfPath(bytesToShownText(path), isWindows);

/** Compiles the rules of a job once for a walk. Where no rule can matter nothing is done per name. */
export function createExclusions(exclusions: readonly Exclusion[]): Exclusions {
  const rules = compileItemRules(exclusions, isWindows);
  const start = (item: ByteText): ExclusionFrame => stateOfItem(rules, partsOf(item));
  return {
    start,
    enter: (name, parent) =>
      isSettled(parent) ? parent : enterFolder(rules, parent, bytesToShownText(name)),
    ruleOf: (name, frame) =>
      isSettled(frame) ? frame.decided : ruleOfFile(rules, frame, bytesToShownText(name)),
    ruleOfItem: (file) => ruleOfPath(rules, partsOf(file)),
    stateIn(folder, item) {
      const isBelow = isInside(folder, item);
      const parts = partsOf(folder).slice(isBelow ? partsOf(item).length : 0);
      return parts.reduce(
        (state, part) => enterFolder(rules, state, part),
        isBelow ? start(item) : firstRuleState(rules),
      );
    },
  };
}

interface Place {
  readonly path: ByteText;
  readonly kind: 'file' | 'folder';
  readonly inSubfolders: boolean;
}

/** True when the walk of an item comes to a place below it and takes it. */
export function reaches(item: Place, place: Place, exclusions: Exclusions): boolean {
  const slash = place.path.lastIndexOf('/');
  const [folder, name] = [place.path.slice(0, slash), place.path.slice(slash + 1)];
  const isRightInside = isInside(item.path, folder);
  if (!item.inSubfolders && (place.kind === 'folder' || !isRightInside)) return false;
  if (place.kind === 'folder') return !exclusions.stateIn(place.path, item.path).isLeftOut;
  return exclusions.ruleOf(name, exclusions.stateIn(folder, item.path))?.keeps !== false;
}

/** True when this folder is left out with everything below it. */
export function isLeftOut(folder: ByteText, item: ByteText, exclusions: Exclusions): boolean {
  return !exclusions.stateIn(folder, item).isWalked;
}

/** True when `path` is `folder` or lies below it. */
export function isInside(path: ByteText, folder: ByteText): boolean {
  const fold = (part: string): string => foldName({ ignoresCase: isWindows }, part);
  const inner = partsOf(path).map(fold);
  return partsOf(folder).every((part, index) => fold(part) === inner[index]);
}

import type { Exclusion } from './initiate-draft.ts';
import type { NameTest } from './name-pattern.ts';
import { compilePathPattern, type PathPattern } from './path-pattern.ts';

/** A rule made ready: what it leaves out or keeps, and how far it outranks others. */
export interface ItemRule {
  /** Place in the list of the job. */
  readonly index: number;
  readonly keeps: boolean;
  /** Of the rules that fit, the one with the highest rank decides. */
  readonly rank: number;
  /** False: only files right in the folder of the rule. */
  readonly inSubfolders: boolean;
  /** Neither types nor patterns: the path itself and everything below it. */
  readonly isWhole: boolean;
  /** Endings in lower case. */
  readonly fileTypes: ReadonlySet<string>;
  readonly fileNames: readonly NameTest[];
  readonly folderNames: readonly NameTest[];
  readonly paths: readonly PathPattern[];
}

/** A folder (or file) that rules are about, or that lies above such a folder. */
export interface RuleNode {
  readonly children: ReadonlyMap<string, RuleNode>;
  /** In rising rank. */
  readonly rules: readonly ItemRule[];
  /** A rule for a path further down keeps something. */
  readonly keepsBelow: boolean;
}

export interface ItemRules {
  readonly top: RuleNode;
  readonly isEmpty: boolean;
  /** Names of Windows are compared without case. */
  readonly ignoresCase: boolean;
}

/** Names from the root down; `C:\Data` and `C:/Data/` are the same. Windows takes both slashes. */
export function partsOfPath(path: string, isWindows: boolean): readonly string[] {
  return path.split(isWindows ? /[\\/]/ : '/').filter((part) => part !== '' && part !== '.');
}

export function foldName(rules: Pick<ItemRules, 'ignoresCase'>, name: string): string {
  return rules.ignoresCase ? name.toLowerCase() : name;
}

function compileRule(rule: Exclusion, index: number, rank: number, ignoresCase: boolean): ItemRule {
  const texts = (rule.patterns ?? []).map((pattern) => foldName({ ignoresCase }, pattern));
  const patterns = texts.map(compilePathPattern);
  const named = patterns.filter(({ nameTest }) => nameTest !== undefined);
  const testsOf = (some: readonly PathPattern[]) => some.flatMap(({ nameTest }) => nameTest ?? []);
  return {
    index,
    keeps: rule.effect === 'keep',
    rank,
    inSubfolders: rule.includeSubfolders,
    isWhole: rule.fileTypes.length === 0 && patterns.length === 0,
    fileTypes: new Set(rule.fileTypes.map((type) => type.toLowerCase())),
    fileNames: testsOf(named.filter(({ foldersOnly }) => !foldersOnly)),
    folderNames: testsOf(named),
    paths: patterns.filter(({ nameTest }) => nameTest === undefined),
  };
}

interface GrowingNode {
  readonly children: Map<string, GrowingNode>;
  readonly rules: ItemRule[];
  keepsBelow: boolean;
}

const emptyNode = (): GrowingNode => ({ children: new Map(), rules: [], keepsBelow: false });

function insert(top: GrowingNode, parts: readonly string[], rule: ItemRule): void {
  let node = top;
  for (const part of parts) {
    node.keepsBelow ||= rule.keeps;
    const next = node.children.get(part) ?? emptyNode();
    node.children.set(part, next);
    node = next;
  }
  node.rules.push(rule);
}

/**
 * Rules of a job for a walk. The rule of the nearest folder decides; of several rules for one folder the last in the list
 * (docs/exclusions.md).
 * @param isWindows paths have backslashes and names are compared without case
 */
export function compileItemRules(exclusions: readonly Exclusion[], isWindows: boolean): ItemRules {
  const ignoresCase = isWindows;
  const placed = exclusions.map((exclusion, index) => {
    const parts = partsOfPath(exclusion.path, isWindows).map((part) => foldName({ ignoresCase }, part));
    return { exclusion, index, parts };
  });
  const byRank = placed.toSorted(
    (left, right) => left.parts.length - right.parts.length || left.index - right.index,
  );
  const top = emptyNode();
  for (const [rank, { exclusion, index, parts }] of byRank.entries()) {
    insert(top, parts, compileRule(exclusion, index, rank, ignoresCase));
  }
  return { top, isEmpty: exclusions.length === 0, ignoresCase };
}

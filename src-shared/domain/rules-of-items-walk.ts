import { firstPlaces, fitsFileName, isWholePattern, placesAfter } from './path-pattern.ts';
import { foldName, type ItemRule, type ItemRules, type RuleNode } from './rules-of-items.ts';

/** A rule that may fit names in a folder. */
interface ActiveRule {
  readonly rule: ItemRule;
  /** Where each path pattern of the rule stands in this folder. */
  readonly places: readonly number[];
}

/** What the rules say in one folder. The same object holds in folders below where nothing changes. */
export interface RuleState {
  readonly node: RuleNode | undefined;
  /** For files right in this folder, highest rank first; all outrank `decided`. */
  readonly forFiles: readonly ActiveRule[];
  /** For folders right in this folder and all below them. */
  readonly inherited: readonly ActiveRule[];
  /** The rule that took this folder with everything in it, unless others say otherwise further down. */
  readonly decided: ItemRule | undefined;
  readonly isLeftOut: boolean;
  /** False: left out, and nothing below can be kept: no need to look. */
  readonly isWalked: boolean;
}

const noRules: readonly ActiveRule[] = [];

function fitsFile({ rule, places }: ActiveRule, name: string): boolean {
  if (rule.isWhole) return true;
  const dot = rule.fileTypes.size === 0 ? -1 : name.lastIndexOf('.');
  if (dot > 0 && rule.fileTypes.has(name.slice(dot + 1).toLowerCase())) return true;
  for (const test of rule.fileNames) if (test(name)) return true;
  for (let index = 0; index < rule.paths.length; index += 1) {
    const pattern = rule.paths[index];
    if (pattern !== undefined && fitsFileName(pattern, places[index] ?? 0, name)) return true;
  }
  return false;
}

/** An active rule one folder further down, and whether it fits that folder itself. */
function follow(active: ActiveRule, name: string): { readonly next: ActiveRule; readonly fits: boolean } {
  const { rule } = active;
  const fitsName = rule.folderNames.some((test) => test(name));
  if (rule.paths.length === 0) return { next: active, fits: fitsName };
  const places = rule.paths.map((pattern, index) => placesAfter(pattern, active.places[index] ?? 0, name));
  const fits = fitsName || rule.paths.some((pattern, index) => isWholePattern(pattern, places[index] ?? 0));
  return { next: { rule, places }, fits };
}

/** False once no name below can fit any more. */
function isAlive({ rule, places }: ActiveRule): boolean {
  return rule.folderNames.length > 0 || rule.fileTypes.size > 0 || places.some((place) => place !== 0);
}

/** The rule that takes the path of a node with everything below it. */
function wholeRuleOf(node: RuleNode | undefined): ItemRule | undefined {
  return node?.rules.findLast(({ isWhole, inSubfolders }) => isWhole && inSubfolders);
}

function stateOf(
  node: RuleNode | undefined,
  above: readonly ActiveRule[],
  decided: ItemRule | undefined,
): RuleState {
  const outranks = ({ rule }: ActiveRule): boolean => decided === undefined || rule.rank > decided.rank;
  const own = (node?.rules ?? [])
    .filter(({ isWhole, inSubfolders }) => !isWhole || !inSubfolders)
    .map((rule) => ({ rule, places: rule.paths.map(firstPlaces) }))
    .reverse();
  const forFiles = [...own, ...above].filter(outranks);
  const isAllInherited = forFiles.every(({ rule }) => rule.inSubfolders);
  const inherited = isAllInherited ? forFiles : forFiles.filter(({ rule }) => rule.inSubfolders);
  const isLeftOut = decided !== undefined && !decided.keeps;
  const isWalked = !isLeftOut || node?.keepsBelow === true || forFiles.some(({ rule }) => rule.keeps);
  if (!isWalked) {
    return { node: undefined, forFiles: noRules, inherited: noRules, decided, isLeftOut, isWalked };
  }
  const next = node !== undefined && node.children.size > 0 ? node : undefined;
  return { node: next, forFiles, inherited, decided, isLeftOut, isWalked };
}

/** Where every walk begins: above all roots. */
export function firstRuleState({ top }: ItemRules): RuleState {
  return stateOf(top, noRules, wholeRuleOf(top));
}

/** True where no name has to be looked at: the state holds for everything in the folder, at any depth. */
export function isSettled(state: RuleState): boolean {
  return state.node === undefined && state.forFiles.length === 0;
}

/** @param mayLeaveOut false for a rule that is passed over here, since something nearer was ticked */
function enter(
  rules: ItemRules,
  state: RuleState,
  name: string,
  mayLeaveOut: (rule: ItemRule) => boolean,
): RuleState {
  const key = foldName(rules, name);
  const node = state.node?.children.get(key);
  const followed = state.inherited.map((active) => follow(active, key));
  const found = wholeRuleOf(node) ?? followed.find(({ fits }) => fits)?.next.rule;
  const counts = found !== undefined && (found.keeps || mayLeaveOut(found));
  const decided = counts ? found : state.decided;
  const isSame = node === undefined && state.node === undefined && decided === state.decided;
  const isSameBelow =
    state.forFiles === state.inherited && state.inherited.every(({ places }) => places.length === 0);
  if (isSame && isSameBelow) return state;
  const above = followed.map(({ next }) => next).filter(isAlive);
  return stateOf(node, above, decided);
}

/** State in a folder, from that of the folder it lies in. */
export function enterFolder(rules: ItemRules, state: RuleState, name: string): RuleState {
  return isSettled(state) ? state : enter(rules, state, name, () => true);
}

/**
 * State in the folder of a ticked item. A tick is nearer than any rule for a folder above: none of those leaves the item itself
 * out, but they hold for what is in it. A rule for exactly this path outdoes the tick.
 */
export function stateOfItem(rules: ItemRules, parts: readonly string[]): RuleState {
  const top = firstRuleState(rules);
  let state = top.isLeftOut && parts.length > 0 ? stateOf(rules.top, noRules, undefined) : top;
  for (const [index, part] of parts.entries()) {
    const isItem = index === parts.length - 1;
    if (isSettled(state)) return state;
    state = enter(rules, state, part, (rule) => isItem && rule.isWhole);
  }
  return state;
}

/** The rule for exactly this path, as files that are ticked themselves have it. */
export function ruleOfPath(rules: ItemRules, parts: readonly string[]): ItemRule | undefined {
  let node: RuleNode | undefined = rules.top;
  for (const part of parts) node = node?.children.get(foldName(rules, part));
  return node?.rules.findLast(({ isWhole }) => isWhole);
}

/** The rule that decides about a file (or link) of this name; undefined: none, it is backed up. */
export function ruleOfFile(rules: ItemRules, state: RuleState, name: string): ItemRule | undefined {
  if (isSettled(state)) return state.decided;
  const key = foldName(rules, name);
  const exact = state.node?.children.get(key)?.rules.findLast(({ isWhole }) => isWhole);
  if (exact !== undefined) return exact;
  for (const active of state.forFiles) if (fitsFile(active, key)) return active.rule;
  return state.decided;
}

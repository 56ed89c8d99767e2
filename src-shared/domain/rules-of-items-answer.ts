import type { BackupItem, Exclusion } from './initiate-draft.ts';
import { compileItemRules, foldName, type ItemRule, type ItemRules, partsOfPath } from './rules-of-items.ts';
import { enterFolder, ruleOfFile, ruleOfPath, stateOfItem } from './rules-of-items-walk.ts';

/** Whether a path is backed up, and why. `exclusion` and `item` are the ones of the job that decide. */
export type PathAnswer =
  | { readonly code: 'notSelected' }
  | { readonly code: 'belowItemOnly'; readonly item: BackupItem }
  | { readonly code: 'backedUp' }
  | { readonly code: 'kept'; readonly exclusion: Exclusion }
  | { readonly code: 'leftOut'; readonly exclusion: Exclusion }
  /** A folder that is left out, of which other rules may keep something. */
  | { readonly code: 'leftOutInPart'; readonly exclusion: Exclusion };

interface Question {
  readonly rules: ItemRules;
  readonly exclusions: readonly Exclusion[];
  readonly parts: readonly string[];
  readonly kind: 'file' | 'folder';
}

function answerOf({ exclusions }: Question, rule: ItemRule | undefined, mayKeepBelow: boolean): PathAnswer {
  const exclusion = rule === undefined ? undefined : exclusions[rule.index];
  if (rule === undefined || exclusion === undefined) return { code: 'backedUp' };
  if (rule.keeps) return { code: 'kept', exclusion };
  return { code: mayKeepBelow ? 'leftOutInPart' : 'leftOut', exclusion };
}

/** @param depth names in the path of the item */
function answerBelow(question: Question, item: BackupItem, depth: number): PathAnswer {
  const { rules, parts, kind } = question;
  const below = parts.slice(depth);
  const name = below.at(-1);
  if (item.kind === 'file') return answerOf(question, ruleOfPath(rules, parts), false);
  if (item.includeSubfolders === false && below.length > (kind === 'file' ? 1 : 0)) {
    return { code: 'belowItemOnly', item };
  }
  let state = stateOfItem(rules, parts.slice(0, depth));
  for (const part of kind === 'file' ? below.slice(0, -1) : below) state = enterFolder(rules, state, part);
  if (kind === 'file' && name !== undefined) return answerOf(question, ruleOfFile(rules, state, name), false);
  return answerOf(question, state.decided, state.isWalked);
}

/**
 * Whether a path would be backed up, without looking at the disk.
 * @param kind what the path is, or would be
 * @param isWindows see `compileItemRules`
 */
export function answerForPath(
  { items, exclusions }: { readonly items: readonly BackupItem[]; readonly exclusions: readonly Exclusion[] },
  path: string,
  kind: 'file' | 'folder',
  isWindows: boolean,
): PathAnswer {
  const rules = compileItemRules(exclusions, isWindows);
  const parts = partsOfPath(path, isWindows);
  const fold = (part: string): string => foldName(rules, part);
  const question = { rules, exclusions, parts, kind };
  const answers = items.flatMap((item) => {
    const own = partsOfPath(item.path, isWindows);
    const isAtOrAbove = own.every((part, index) => fold(part) === fold(parts[index] ?? ''));
    const canHold = item.kind !== 'file' || own.length === parts.length;
    return isAtOrAbove && canHold ? [answerBelow(question, item, own.length)] : [];
  });
  const isIn = ({ code }: PathAnswer) => code === 'backedUp' || code === 'kept';
  return (
    answers.find(isIn) ??
    answers.find(({ code }) => code !== 'belowItemOnly') ??
    answers[0] ?? { code: 'notSelected' }
  );
}

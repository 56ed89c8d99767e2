import type { Exclusion } from './initiate-draft.ts';
import { foldName, partsOfPath } from './rules-of-items.ts';

type Rules = readonly Exclusion[];

function isSamePath(left: Exclusion, right: Exclusion, isWindows: boolean): boolean {
  const fold = ({ path }: Exclusion): string =>
    partsOfPath(path, isWindows)
      .map((part) => foldName({ ignoresCase: isWindows }, part))
      .join('/');
  return fold(left) === fold(right);
}

const keeps = (rule: Exclusion): boolean => rule.effect === 'keep';

/** Places in the list with which a rule can change places; undefined: there is none on that side. */
export interface RuleMoves {
  readonly up: number | undefined;
  readonly down: number | undefined;
}

/**
 * Where a rule may be moved. Only rules for the same path are weighed against each other by their order (docs/exclusions.md 2), and only
 * when some keep what others leave out: elsewhere a move would change nothing, and none is offered.
 * @returns undefined where order changes nothing
 */
export function movesOfRule(rules: Rules, index: number, isWindows: boolean): RuleMoves | undefined {
  const rule = rules[index];
  if (rule === undefined) return undefined;
  const places = rules.flatMap((other, place) => (isSamePath(rule, other, isWindows) ? [place] : []));
  const differ = places.some((place) => {
    const other = rules[place];
    return other !== undefined && keeps(other) !== keeps(rule);
  });
  if (!differ) return undefined;
  return {
    up: places.findLast((place) => place < index),
    down: places.find((place) => place > index),
  };
}

/** The list with two rules in each other's place. */
export function swapRules(rules: Rules, left: number, right: number): readonly Exclusion[] {
  return rules.map((rule, index) => {
    if (index === left) return rules[right] ?? rule;
    return index === right ? (rules[left] ?? rule) : rule;
  });
}

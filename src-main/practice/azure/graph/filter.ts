import { GraphRefusal } from './graph-refusal.ts';

const equalityPattern = /^\s*([A-Za-z]+)\s+eq\s+'((?:[^']|'')*)'\s*$/;

/**
 * Applies `$filter=<property> eq '<text>'`, the only form that the wizard needs. Two quotes in the text stand for one.
 * @throws GraphRefusal for any other expression or property
 */
export function applyFilter<Item extends object>(
  items: readonly Item[],
  filter: string | null,
  allowed: readonly (keyof Item & string)[],
): readonly Item[] {
  if (filter === null) return items;
  const [, name, text] = equalityPattern.exec(filter) ?? [];
  const property = allowed.find((candidate) => candidate === name);
  if (property === undefined || text === undefined) {
    throw new GraphRefusal(400, 'BadRequest', 'Invalid filter clause: unsupported property or operator.');
  }
  const wanted = text.replaceAll("''", "'").toLowerCase();
  return items.filter((item) => String(item[property]).toLowerCase() === wanted);
}

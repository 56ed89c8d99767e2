/** Functions of a text in our dialect, by name; each ends with a brace at the start of a line. */
function functionsOf(library: string): ReadonlyMap<string, string> {
  const found = library.matchAll(/^function ([A-Za-z]+-[A-Za-z]+) \{\n[\s\S]*?^\}\n/gm);
  return new Map([...found].map(([text, name = '']) => [name, text]));
}

/**
 * Picks from a library what a text calls, and what that calls in turn, in the library's order. Scripts travel on the command line,
 * where every character counts, and a reader of one sees nothing that it does not use.
 */
export function neededFunctions(library: string, text: string): string {
  const all = functionsOf(library);
  const needed = new Set<string>();
  const visit = (part: string): void => {
    for (const [name] of part.matchAll(/[A-Za-z]+-[A-Za-z]+/g)) {
      const found = all.get(name);
      if (found === undefined || needed.has(name)) continue;
      needed.add(name);
      visit(found);
    }
  };
  visit(text);
  return [...all].flatMap(([name, found]) => (needed.has(name) ? [found] : [])).join('');
}

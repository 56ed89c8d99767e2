/** Tells whether a name fits; takes time in proportion to the length of the name, whatever the pattern is. */
export type NameTest = (name: string) => boolean;

const bitsPerWord = 32;

interface States {
  /** Bit n: the first n characters of the pattern are found. Reused by every call. */
  readonly current: Int32Array;
  /** States that a star allows to stay in, whatever character comes. */
  readonly staying: Int32Array;
  /** States that a character takes one further. */
  readonly moving: ReadonlyMap<string, Int32Array>;
  /** The same for a character that the pattern does not name. */
  readonly movingByAny: Int32Array;
  readonly last: number;
}

function setBit(words: Int32Array, bit: number): void {
  const word = Math.floor(bit / bitsPerWord);
  words[word] = (words[word] ?? 0) | (1 << (bit % bitsPerWord));
}

function statesOf(pattern: string): States {
  const characters = [...pattern].filter((character) => character !== '*');
  const words = Math.floor(characters.length / bitsPerWord) + 1;
  const staying = new Int32Array(words);
  let found = 0;
  for (const character of pattern) {
    if (character === '*') setBit(staying, found);
    else found += 1;
  }
  const movingByAny = new Int32Array(words);
  for (const [index, character] of characters.entries()) if (character === '?') setBit(movingByAny, index);
  const moving = new Map<string, Int32Array>();
  for (const [index, character] of characters.entries()) {
    if (character === '?') continue;
    const states = moving.get(character) ?? movingByAny.slice();
    setBit(states, index);
    moving.set(character, states);
  }
  return { current: new Int32Array(words), staying, moving, movingByAny, last: characters.length };
}

/** Most names are told apart by how they begin and end. */
function createTestBehindEnds(pattern: string): NameTest {
  const [start = ''] = pattern.split(/[*?]/, 1);
  const end = pattern.split(/[*?]/).at(-1) ?? '';
  const test = createStateTest(pattern);
  return (name) => name.startsWith(start) && name.endsWith(end) && test(name);
}

/** Follows all ways through the pattern at once, 32 states a step: nothing is ever tried again. */
function createStateTest(pattern: string): NameTest {
  const { current, staying, moving, movingByAny, last } = statesOf(pattern);
  return (name) => {
    current.fill(0);
    current[0] = 1;
    for (const character of name) {
      const moved = moving.get(character) ?? movingByAny;
      let carry = 0;
      for (let word = 0; word < current.length; word += 1) {
        const before = current[word] ?? 0;
        const further = before & (moved[word] ?? 0);
        current[word] = (further << 1) | carry | (before & (staying[word] ?? 0));
        carry = further >>> (bitsPerWord - 1);
      }
    }
    return (((current[Math.floor(last / bitsPerWord)] ?? 0) >>> (last % bitsPerWord)) & 1) === 1;
  };
}

/**
 * Test for one name: `*` stands for any characters or none, `?` for exactly one character (Unicode code point), everything else
 * for itself. Upper and lower case differ: who does not tell them apart folds pattern and name before.
 */
export function createNameTest(pattern: string): NameTest {
  const pieces = pattern.split('*');
  const [start = '', middle = '', end = ''] = pieces;
  if (pattern.includes('?') || pieces.length > 3) return createTestBehindEnds(pattern);
  if (pieces.length === 1) return (name) => name === pattern;
  if (pieces.length === 2) {
    const least = start.length + middle.length;
    return (name) => name.length >= least && name.startsWith(start) && name.endsWith(middle);
  }
  return start === '' && end === '' ? (name) => name.includes(middle) : createTestBehindEnds(pattern);
}

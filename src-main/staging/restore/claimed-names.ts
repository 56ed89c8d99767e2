/** @file Worker thread: the names that a restore gave in one folder, to notice two that are one to the file system. */
import { type ByteText, bytesToText } from '../format/byte-text.ts';

/** What may still be remembered, of all folders that are open. */
export interface NameBudget {
  names: number;
  characters: number;
}

/** Folders of millions of files stay within it; beyond it every name is looked for on the disk, which is slower and as safe. */
export function createNameBudget(): NameBudget {
  return { names: 8_000_000, characters: 512 * 1024 * 1024 };
}

export interface ClaimedNames {
  add(name: ByteText): void;
  /** Some names could not be remembered: any name may be there already. */
  readonly isFull: boolean;
  /** The folder is left: nothing more gets a name in it. */
  clear(): void;
  /** Names given here that could be the same to some file system as this one: upper and lower case, or accents made otherwise. */
  rivals(name: ByteText): readonly ByteText[];
  /** Number for the next further name made of this one: 1, 2, ... A forged catalog may give one name any number of times. */
  nextNumber(name: ByteText): number;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the question is exactly whether all characters are 7-bit
const ascii = /^[\u0000-\u007f]*$/;

/** Wider than what any file system takes for the same: a wrong guess costs a look, a missed one a file. */
function sameNameKey(name: ByteText): string {
  if (ascii.test(name)) return name.toLowerCase();
  const text = bytesToText(name);
  return text === undefined ? name : text.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD');
}

/** @param budget shared by folders */
export function createClaimedNames(budget: NameBudget = createNameBudget()): ClaimedNames {
  const names = new Map<string, ByteText | ByteText[]>();
  const numbers = new Map<ByteText, number>();
  const used = { names: 0, characters: 0 };
  let isFull = false;
  const rivals = (name: ByteText): readonly ByteText[] => {
    const found = names.get(sameNameKey(name));
    if (found === undefined) return [];
    return typeof found === 'string' ? [found] : found;
  };
  return {
    rivals,
    get isFull() {
      return isFull;
    },
    clear() {
      names.clear();
      numbers.clear();
      budget.names += used.names;
      budget.characters += used.characters;
      used.names = 0;
      used.characters = 0;
    },
    add(name) {
      isFull ||= budget.names < 1 || budget.characters < name.length;
      if (isFull) return;
      budget.names -= 1;
      budget.characters -= name.length;
      used.names += 1;
      used.characters += name.length;
      const key = sameNameKey(name);
      const others = names.get(key);
      if (others === undefined) names.set(key, name);
      else if (typeof others === 'string') names.set(key, [others, name]);
      else others.push(name);
    },
    nextNumber(name) {
      const number = (numbers.get(name) ?? 0) + 1;
      numbers.set(name, number);
      return number;
    },
  };
}

/** True for a name that Windows may have given by itself to a file with a longer one (8.3 names). */
export function mayBeShortName(name: ByteText, platform: NodeJS.Platform): boolean {
  return platform === 'win32' && /^[^.]{1,6}~\d+(\.[^.]{0,3})?$/.test(name);
}

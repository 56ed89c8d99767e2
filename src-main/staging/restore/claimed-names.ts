/** @file Worker thread: the names that a restore gave in one folder, to notice two that are one to the file system. */
import { type ByteText, bytesToText } from '../format/byte-text.ts';

export interface ClaimedNames {
  add(name: ByteText): void;
  /** Names given here that could be the same to some file system as this one: upper and lower case, or accents made otherwise. */
  rivals(name: ByteText): readonly ByteText[];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the question is exactly whether all characters are 7-bit
const ascii = /^[\u0000-\u007f]*$/;

/** Wider than what any file system takes for the same: a wrong guess costs a look, a missed one a file. */
function sameNameKey(name: ByteText): string {
  if (ascii.test(name)) return name.toLowerCase();
  const text = bytesToText(name);
  return text === undefined ? name : text.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD');
}

export function createClaimedNames(): ClaimedNames {
  const names = new Map<string, ByteText | readonly ByteText[]>();
  const rivals = (name: ByteText): readonly ByteText[] => {
    const found = names.get(sameNameKey(name));
    if (found === undefined) return [];
    return typeof found === 'string' ? [found] : found;
  };
  return {
    rivals,
    add(name) {
      const others = rivals(name);
      names.set(sameNameKey(name), others.length === 0 ? name : [...others, name]);
    },
  };
}

/** True for a name that Windows may have given by itself to a file with a longer one (8.3 names). */
export function mayBeShortName(name: ByteText, platform: NodeJS.Platform): boolean {
  return platform === 'win32' && /^[^.]{1,6}~\d+(\.[^.]{0,3})?$/.test(name);
}

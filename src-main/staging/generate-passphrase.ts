import { randomInt } from 'node:crypto';

/** Without 0, 1, i, l, o: what is printed on paper is typed again one day. 31 characters, 4.95 bits each. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz';
const groups = 6;
const groupCharacters = 5;

/** Six groups of five characters, 148 bits of chance. */
export function generatePassphrase(): string {
  const character = (): string => alphabet.charAt(randomInt(alphabet.length));
  const group = (): string => Array.from({ length: groupCharacters }, character).join('');
  return Array.from({ length: groups }, group).join('-');
}

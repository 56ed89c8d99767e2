/** @file Worker thread: how much of attributes, which a catalog may make as long as it likes, is in memory at once. */
import type { EntryAttributes } from '../format/catalog-entry.ts';

/** Characters of all folders that are open: a thousand times what real folders have. */
const openFolderCharacters = 64 * 1024 * 1024;

/** Characters of an access list and of extended attributes; the others are small. */
export function attributeCharacters({ security = '', extendedAttributes = [] }: EntryAttributes): number {
  return extendedAttributes.reduce((sum, [name, value]) => sum + name.length + value.length, security.length);
}

export interface AttributeBudget {
  /** @returns what is restored of an entry's attributes, and no more of the entry; without the long ones where they are too many */
  take(attributes: EntryAttributes): { readonly held: EntryAttributes; readonly isWhole: boolean };
  giveBack(held: EntryAttributes): void;
}

/** @param most characters at once */
export function createAttributeBudget(most = openFolderCharacters): AttributeBudget {
  let used = 0;
  return {
    take({ modified, mode, owner, group, attributes, security, extendedAttributes }) {
      const held: EntryAttributes = {
        ...(modified === undefined ? {} : { modified }),
        ...(mode === undefined ? {} : { mode }),
        ...(owner === undefined ? {} : { owner }),
        ...(group === undefined ? {} : { group }),
        ...(attributes === undefined ? {} : { attributes }),
      };
      const long: EntryAttributes = {
        ...(security === undefined ? {} : { security }),
        ...(extendedAttributes === undefined ? {} : { extendedAttributes }),
      };
      const characters = attributeCharacters(long);
      if (used + characters > most) return { held, isWhole: false };
      used += characters;
      return { held: { ...held, ...long }, isWhole: true };
    },
    giveBack(held) {
      used -= attributeCharacters(held);
    },
  };
}

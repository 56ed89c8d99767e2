import type { BigIntStats } from 'node:fs';

/** What a file system says about an entry, as far as the catalog and change detection need it. */
export type EntryState = Readonly<
  Pick<
    BigIntStats,
    'size' | 'mtimeNs' | 'ctimeNs' | 'ino' | 'dev' | 'nlink' | 'mode' | 'uid' | 'gid' | 'blocks'
  >
>;

/** @file Extended attributes and an access list on an odd tree, and what the system's own program tells of them. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { PosixMetadataPrograms } from '../../src-main/platform/ports/file-metadata.ts';

/** Owner rw, user 1234 r, group r, mask rw, others nothing; as Linux keeps it. */
const accessList = Buffer.from(
  [
    '02000000',
    '01000600ffffffff',
    '02000400d2040000',
    '04000400ffffffff',
    '10000600ffffffff',
    '20000000ffffffff',
  ].join(''),
  'hex',
);

/** Sets some on what `makeOddTree` made. Links and pipes can have none but of the system. */
export function setOddAttributes(source: string, { setfattr }: PosixMetadataPrograms): void {
  const set = (name: string, value: Buffer, ...parts: readonly string[]): void => {
    const file = path.join(source, ...parts);
    execFileSync(setfattr, ['-h', '-n', name, '-v', `0s${value.toString('base64')}`, file]);
  };
  set('user.root', Buffer.from('of the root'));
  set('user.empty', Buffer.alloc(0), 'one byte');
  set('user.bytes', Buffer.from([0, 1, 255, 10, 34]), 'noise.bin');
  set('user.second', Buffer.alloc(2000, 7), 'noise.bin');
  set('user.ü', Buffer.from('a name that is no ASCII'), 'text.txt');
  set('user.folder', Buffer.from('x'), 'a-b');
  set('user.sparse', Buffer.from('x'), 'sparse.img');
  set('system.posix_acl_access', accessList, 'same text.txt');
}

/** All of a tree, one text per file, sorted. */
export function dumpAttributes(folder: string, { getfattr }: PosixMetadataPrograms): string {
  const options = ['-R', '-P', '-h', '-d', '-m', '-', '-e', 'hex', '.'];
  const text = execFileSync(getfattr, options, {
    cwd: folder,
    encoding: 'latin1',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const blocks = text.split('\n\n').map((block) => block.split('\n').sort().join('\n'));
  return blocks.sort().join('\n\n');
}

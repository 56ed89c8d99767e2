import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureAttributePrograms } from '../../scripts/ensure-attribute-programs.ts';
import { backUp, recordingControl, restoreAll, service, temporaryPlace } from './testing/test-service.ts';
import { noise, treeDifferences, treeSnapshot } from './testing/tree-snapshot.ts';

/** An access list as Linux keeps it: tag, rights, id. */
function accessList(...entries: readonly (readonly [tag: number, rights: number, id?: number])[]): string {
  const bytes = Buffer.alloc(4 + 8 * entries.length);
  bytes.writeUInt32LE(2, 0);
  for (const [index, [tag, rights, id = 0xffffffff]] of entries.entries()) {
    bytes.writeUInt16LE(tag, 4 + 8 * index);
    bytes.writeUInt16LE(rights, 6 + 8 * index);
    bytes.writeUInt32LE(id, 8 + 8 * index);
  }
  return bytes.toString('base64');
}
/** Owner, user 1234, group, mask, others. */
const list = accessList([1, 6], [2, 4, 1234], [4, 4], [0x10, 6], [0x20, 0]);

describe('access lists and extended attributes', () => {
  const place = temporaryPlace();
  const { source, staging, target } = place;
  const run = (program: string, ...options: string[]): string =>
    execFileSync(program, options, { encoding: 'latin1', stdio: ['ignore', 'pipe', 'inherit'] });
  const { getfattr, setfattr } = ensureAttributePrograms();
  const set = (path: string | Buffer, name: string, base64: string): void => {
    run(setfattr, '-h', '-n', name, '-v', `0s${base64}`, path.toString());
  };
  /** Everything that there is, told by the program itself, one text per file, root included. */
  const dump = (folder: string): string[] => {
    const text = execFileSync(getfattr, ['-R', '-P', '-h', '-d', '-m', '-', '-e', 'base64', '.'], {
      cwd: folder,
      encoding: 'latin1',
    });
    return text
      .split('\n\n')
      .map((block) => block.split('\n').sort().join('\n'))
      .sort();
  };

  beforeAll(() => {
    mkdirSync(join(source, 'folder', 'below'), { recursive: true });
    for (let index = 0; index < 700; index += 1) {
      const path = join(source, 'folder', `file ${index}`);
      writeFileSync(path, noise(index * 13, index));
      if (index % 50 === 0) set(path, 'user.number', Buffer.from(`${index}`).toString('base64'));
    }
    const odd = join(source, 'folder', 'below', 'line\nbreak \\ and "quotes"');
    writeFileSync(odd, 'odd');
    set(odd, 'user.odd', 'AAH/');
    writeFileSync(join(source, 'large'), noise(300_000, 1));
    truncateSync(join(source, 'large'), 70 * 1024 * 1024);
    set(join(source, 'large'), 'user.large', 'AQ==');
    linkSync(odd, join(source, 'second name'));
    symlinkSync('large', join(source, 'link'));
    set(join(source, 'folder', 'file 3'), 'system.posix_acl_access', list);
    set(join(source, 'folder'), 'system.posix_acl_default', list);
    set(source, 'user.root', 'AQ==');
    chmodSync(join(source, 'folder', 'file 50'), 0o400);
    chmodSync(join(source, 'folder', 'below'), 0o500);
    set(join(source, 'folder', 'below'), 'user.below', 'AQ==');
  });
  afterAll(() => rmSync(place.root, { recursive: true, force: true }));

  it('come back with files, folders and the root, and a comparison looks at them', async () => {
    const control = recordingControl();
    await backUp(staging, [source], {}, control);
    const restored = await restoreAll(staging, target, {}, control);
    expect(restored.failed).toEqual([]);
    expect(control.warnings).toEqual([]);
    expect(dump(target)).toEqual(dump(source));
    expect(dump(source).length).toBeGreaterThan(15);
    expect(treeDifferences(await treeSnapshot(source), await treeSnapshot(target))).toEqual([]);
    expect((lstatSync(join(target, 'folder', 'file 3')).mode & 0o777).toString(8)).toBe('660');

    const compare = async () => {
      const request = { pairs: [{ expected: source, found: target }], exclusions: [] };
      return (await service.compare(request, recordingControl())).differences;
    };
    expect(await compare()).toEqual([]);
    set(join(target, 'folder', 'file 0'), 'user.number', 'AQ==');
    run(setfattr, '-x', 'user.root', target);
    expect((await compare()).map(({ path, code }) => [path, code])).toEqual([
      ['.', 'extendedAttributes'],
      ['folder/file 0', 'extendedAttributes'],
    ]);
  });
});

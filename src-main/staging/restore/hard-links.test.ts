import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import type { HardLinkLine } from '../format/catalog-entry.ts';
import type { EntryPlace } from './entry-restorer.ts';
import { createHardLinks, type HardLinkOptions } from './hard-links.ts';
import { createRestoreIssues } from './restore-issues.ts';

const folder = { current: '' };
beforeEach(() => {
  folder.current = mkdtempSync(join(tmpdir(), 'hard-links-'));
});
afterEach(() => rmSync(folder.current, { recursive: true, force: true }));

function openLinks(limits: HardLinkOptions['limits'], settle: () => void = () => {}) {
  const warnings: TaskWarning[] = [];
  let temporary = 0;
  const held = { count: 0 };
  const links = createHardLinks({
    files: { settle: async () => settle() },
    folders: {
      hold: () => {
        held.count += 1;
      },
      release: () => {
        held.count -= 1;
      },
    },
    journal: { begin() {} },
    temporaryName: (path: string) => {
      temporary += 1;
      return `${path}/.${temporary}`;
    },
    issues: createRestoreIssues((warning) => warnings.push(warning)),
    place: async (_entry: unknown, { name }: EntryPlace) => ({ name, isOver: false, isKept: false }),
    countFile() {},
    shownPath: (root: number, path: string) => `${root}/${path}`,
    warningOf: () => ({ code: 'restore.notWritten', path: '', reason: '' }),
    limits,
  } as unknown as HardLinkOptions);
  const restore = (path: string, linkTo: string) => {
    const frame = { target: folder.current };
    const line: HardLinkLine = { kind: 'hardLink', path, linkTo };
    return links.restore(line, { root: 0, ordinal: 1, name: path, frame } as unknown as EntryPlace);
  };
  return { links, warnings, restore, held };
}

describe('further names', () => {
  it('of files that never come are remembered up to a bound, and the others named', async () => {
    const { links, warnings, restore } = openLinks({ deferred: 3 });
    for (let index = 0; index < 5; index += 1) await restore(`l${index}`, index % 2 === 0 ? 'x' : 'y');
    expect([...links.deferredKeys()]).toEqual(['0:x', '0:y']);
    expect(warnings.map(({ code, path }) => [code, path])).toEqual([
      ['restore.notWritten', '0/l3'],
      ['restore.notWritten', '0/l4'],
    ]);
    links.finish();
    expect(warnings.slice(2).map(({ code }) => code)).toEqual(
      Array.from({ length: 3 }, () => 'restore.damaged'),
    );
  });

  it('of a file that is being written wait up to a bound, then for the file', async () => {
    const file = join(folder.current, 'file');
    writeFileSync(file, 'content');
    const { links, warnings, restore, held } = openLinks({ waiting: 2 }, () => links.settle('0:file', file));
    links.expect('0:file');
    for (let index = 0; index < 2; index += 1) await restore(`l${index}`, 'file');
    expect([held.count, statSync(file).nlink]).toEqual([2, 1]);
    await restore('l2', 'file');
    expect([held.count, statSync(file).nlink]).toEqual([0, 4]);
    expect(warnings).toEqual([]);
  });
});

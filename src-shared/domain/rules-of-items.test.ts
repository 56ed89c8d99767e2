import { describe, expect, it } from 'vitest';
import {
  type BackupItem,
  type Exclusion,
  emptyInitiateDraft,
  exclusionSchema,
  initiateDraftSchema,
} from './initiate-draft.ts';
import { answerForPath } from './rules-of-items-answer.ts';

const out = (path: string, change: Partial<Exclusion> = {}): Exclusion => ({
  path,
  includeSubfolders: true,
  fileTypes: [],
  ...change,
});
const keep = (path: string, change: Partial<Exclusion> = {}) => out(path, { effect: 'keep', ...change });
const names = (...patterns: string[]) => ({ patterns });
const types = (...fileTypes: string[]) => ({ fileTypes });
const srv: BackupItem = { path: '/srv', kind: 'folder' };

/** `leftOut 1`: by the second rule. A path that ends with a slash is a folder. */
function answer(
  exclusions: readonly Exclusion[],
  path: string,
  items: readonly BackupItem[] = [srv],
  isWindows = false,
): string {
  const kind = path.endsWith('/') ? 'folder' : 'file';
  const found = answerForPath({ items, exclusions }, path, kind, isWindows);
  return 'exclusion' in found ? `${found.code} ${exclusions.indexOf(found.exclusion)}` : found.code;
}

describe('rules', () => {
  const tmp = out('/srv', names('*.tmp'));
  const onlyDocuments = [out('/srv', names('*')), keep('/srv', types('docx'))];
  it.each<[string, readonly Exclusion[], string, string]>([
    ['no rule', [], '/srv/a', 'backedUp'],
    ['a type', [out('/srv', types('tmp'))], '/srv/a/B.TMP', 'leftOut 0'],
    ['a type is no folder', [out('/srv', types('d'))], '/srv/conf.d/', 'backedUp'],
    ['a name', [tmp], '/srv/a/b.tmp', 'leftOut 0'],
    [
      'a name of a folder above',
      [out('/srv', names('node_modules'))],
      '/srv/a/node_modules/b/c',
      'leftOut 0',
    ],
    ['case counts outside Windows', [tmp], '/srv/b.TMP', 'backedUp'],
    [
      'a name only in the folder',
      [out('/srv', { ...names('*.tmp'), includeSubfolders: false })],
      '/srv/b.tmp',
      'leftOut 0',
    ],
    [
      'not below it',
      [out('/srv', { ...names('*.tmp'), includeSubfolders: false })],
      '/srv/a/b.tmp',
      'backedUp',
    ],
    ['folders only', [out('/srv', names('cache/'))], '/srv/cache', 'backedUp'],
    ['folders only, a folder', [out('/srv', names('cache/'))], '/srv/cache/', 'leftOut 0'],
    ['what is in such a folder', [out('/srv', names('cache/'))], '/srv/x/cache/y', 'leftOut 0'],
    [
      'a path is read from the folder of the rule',
      [out('/srv/web', names('cache/**'))],
      '/srv/web/cache/a',
      'leftOut 0',
    ],
    ['and from nowhere else', [out('/srv/web', names('cache/**'))], '/srv/cache/a', 'backedUp'],
    ['an empty folder stays', [out('/srv/web', names('cache/**'))], '/srv/web/cache/', 'backedUp'],
    ['rules above an item hold in it', [out('/', names('*.tmp'))], '/srv/b.tmp', 'leftOut 0'],
    ['the nearest folder decides', [keep('/srv/a'), out('/srv')], '/srv/a/b', 'kept 0'],
    ['also against the list', [out('/srv/a/b'), keep('/srv/a')], '/srv/a/b/c', 'leftOut 0'],
    ['the last of one folder decides', [tmp, keep('/srv', names('b.tmp'))], '/srv/b.tmp', 'kept 1'],
    ['whatever it does', [keep('/srv', names('b.tmp')), tmp], '/srv/b.tmp', 'leftOut 1'],
    [
      'a rule that does not fit decides nothing',
      [tmp, keep('/srv/a', names('*.doc'))],
      '/srv/a/b.tmp',
      'leftOut 0',
    ],
    ['only documents', onlyDocuments, '/srv/a/b.docx', 'kept 1'],
    ['nothing else', onlyDocuments, '/srv/a/b.txt', 'leftOut 0'],
    ['but not of Word itself', [...onlyDocuments, out('/srv', names('~$*'))], '/srv/a/~$b.docx', 'leftOut 2'],
    ['a kept folder is kept whole', [tmp, keep('/srv/a')], '/srv/a/b.tmp', 'kept 1'],
    ['a folder that may hold something kept', onlyDocuments, '/srv/a/', 'leftOutInPart 0'],
    ['a folder that cannot', [out('/srv/a'), keep('/srv', names('*.doc'))], '/srv/a/', 'leftOut 0'],
    ['a kept path further down', [out('/srv/a'), keep('/srv/a/b/c')], '/srv/a/b/', 'leftOutInPart 0'],
    ['beside it', [out('/srv/a'), keep('/srv/a/b/c')], '/srv/a/d/', 'leftOut 0'],
    [
      'a pattern that leads elsewhere',
      [out('/srv/a'), keep('/srv/a', names('b/*.doc'))],
      '/srv/a/c/',
      'leftOut 0',
    ],
    [
      'a pattern that leads there',
      [out('/srv/a'), keep('/srv/a', names('b/*.doc'))],
      '/srv/a/b/',
      'leftOutInPart 0',
    ],
    ['a file by its path', [out('/srv/a.txt')], '/srv/a.txt', 'leftOut 0'],
    ['a file kept by its path', [out('/srv/a'), keep('/srv/a/b.txt')], '/srv/a/b.txt', 'kept 1'],
    ['files right in a folder', [out('/srv/a', { includeSubfolders: false })], '/srv/a/b', 'leftOut 0'],
    ['not those further down', [out('/srv/a', { includeSubfolders: false })], '/srv/a/b/c', 'backedUp'],
    [
      'kept files right in a folder',
      [out('/srv/a'), keep('/srv/a', { includeSubfolders: false })],
      '/srv/a/b',
      'kept 1',
    ],
    [
      'not kept further down',
      [out('/srv/a'), keep('/srv/a', { includeSubfolders: false })],
      '/srv/a/b/c',
      'leftOut 0',
    ],
    ['the whole item but some', [out('/srv'), keep('/srv', names('*.doc'))], '/srv/a/b.doc', 'kept 1'],
    ['a name that only begins alike', [out('/srv/a')], '/srv/ab', 'backedUp'],
    ['beside all items', [], '/etc/passwd', 'notSelected'],
  ])('%s', (_what, exclusions, path, expected) => {
    expect(answer(exclusions, path)).toBe(expected);
  });

  it('of Windows take both slashes and no notice of case', () => {
    const items: BackupItem[] = [{ path: 'D:\\', kind: 'volume' }];
    const rules = [out('d:\\data', names('*.TMP', 'Cache\\**')), keep('D:\\DATA\\Ärger')];
    expect(answer(rules, 'D:\\Data\\x\\a.tmp', items, true)).toBe('leftOut 0');
    expect(answer(rules, 'D:\\Data\\CACHE\\a', items, true)).toBe('leftOut 0');
    expect(answer(rules, 'D:\\Data\\ärger\\a.tmp', items, true)).toBe('kept 1');
    expect(answer(rules, 'E:\\a.tmp', items, true)).toBe('notSelected');
  });
});

describe('items', () => {
  it('are nearer than rules for folders above them', () => {
    const items: BackupItem[] = [
      { path: '/srv/a', kind: 'folder' },
      { path: '/srv/b.tmp', kind: 'file' },
    ];
    const rules = [out('/srv'), out('/', names('*.tmp', 'a'))];
    expect(answer(rules, '/srv/a/x', items)).toBe('backedUp');
    expect(answer(rules, '/srv/a/x.tmp', items)).toBe('leftOut 1');
    expect(answer(rules, '/srv/b.tmp', items)).toBe('backedUp');
    expect(answer([out('/srv/b.tmp'), out('/srv/a')], '/srv/b.tmp', items)).toBe('leftOut 0');
  });

  it('without subfolders hold the files right in them, whatever a rule keeps', () => {
    const items: BackupItem[] = [{ path: '/srv', kind: 'folder', includeSubfolders: false }];
    expect(answer([], '/srv/a', items)).toBe('backedUp');
    expect(answer([], '/srv/', items)).toBe('backedUp');
    expect(answer([], '/srv/a/', items)).toBe('belowItemOnly');
    expect(answer([keep('/srv/a')], '/srv/a/b', items)).toBe('belowItemOnly');
    expect(answer([], '/srv/a/b', [...items, { path: '/srv/a', kind: 'folder' }])).toBe('backedUp');
  });
});

describe('the schema', () => {
  it('reads drafts of earlier versions, and refuses broken patterns', () => {
    const earlier = { ...emptyInitiateDraft(), items: [srv], exclusions: [out('/srv/a', types('tmp'))] };
    expect(initiateDraftSchema.parse(structuredClone(earlier))).toEqual(earlier);
    const later = {
      ...earlier,
      items: [{ ...srv, includeSubfolders: false }],
      exclusions: [keep('/srv', names('*.tmp', 'cache/**'))],
    };
    expect(initiateDraftSchema.parse(structuredClone(later))).toEqual(later);
    expect(exclusionSchema.safeParse(out('/srv', names('a**b'))).success).toBe(false);
    expect(exclusionSchema.safeParse({ ...out('/srv'), effect: 'maybe' }).success).toBe(false);
  });
});

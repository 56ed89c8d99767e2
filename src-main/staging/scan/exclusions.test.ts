import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BackupItem, Exclusion } from '../../../src-shared/domain/initiate-draft.ts';
import {
  backUp,
  draftFor,
  recordingControl,
  restoreAll,
  service,
  temporaryPlace,
} from '../testing/test-service.ts';
import { createExclusions } from './exclusions.ts';
import { bytesFromNative } from './native-path.ts';
import { scan } from './scan.ts';
import { openSourceRoots, refuseStagingInsideSource } from './source-root.ts';

const files = [
  'a.tmp',
  'letter.docx',
  '~$letter.docx',
  'web/index.html',
  'web/node_modules/big/index.js',
  'web/node_modules/big/LICENSE',
  'web/node_modules/other/index.js',
  'web/cache/x/1',
  'web/cache/2',
  'logs/log1.txt',
  'logs/log12.txt',
  'logs/old/log2.txt',
  'archive/2019/a.zip',
  'archive/2019/contract.docx',
  'archive/2020/a.zip',
  'kept/b.tmp',
];

let place: ReturnType<typeof temporaryPlace>;
beforeEach(() => {
  place = temporaryPlace();
  for (const file of files) {
    mkdirSync(dirname(join(place.source, file)), { recursive: true });
    writeFileSync(join(place.source, file), file);
  }
});
afterEach(() => rmSync(place.root, { recursive: true, force: true }));

const rule = (path: string, change: Partial<Exclusion> = {}): Exclusion => ({
  path: join(place.source, path),
  includeSubfolders: true,
  fileTypes: [],
  ...change,
});
const keep = (path: string, change: Partial<Exclusion> = {}) => rule(path, { effect: 'keep', ...change });

const everyRule = (): Exclusion[] => [
  rule('', { patterns: ['*.tmp', '~$*', 'node_modules', '**/log?.txt'] }),
  rule('web', { patterns: ['cache/**'] }),
  rule('archive'),
  keep('archive', { fileTypes: ['docx'] }),
  keep('', { patterns: ['LICENSE'] }),
  keep('kept'),
];
const expected = [
  'archive',
  'archive/2019',
  'archive/2019/contract.docx',
  'kept',
  'kept/b.tmp',
  'letter.docx',
  'logs',
  'logs/log12.txt',
  'logs/old',
  'web',
  'web/cache',
  'web/index.html',
  'web/node_modules',
  'web/node_modules/big',
  'web/node_modules/big/LICENSE',
];

const tree = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort((left, right) => (left < right ? -1 : 1));

function scanned(items: readonly BackupItem[], exclusions: readonly Exclusion[]): string[] {
  const options = { exclusions: createExclusions(exclusions), neverWalk: undefined, countExcluded: false };
  return [...scan(openSourceRoots(items, exclusions), options)].flatMap((event) =>
    event.type === 'entry' ? [event.path] : [],
  );
}

const folder = (path: string, change: Partial<BackupItem> = {}): BackupItem => ({
  path: join(place.source, path),
  kind: 'folder',
  ...change,
});

describe('a backup by rules', () => {
  it('brings back exactly the files that they leave, and the folders these lie in', async () => {
    const exclusions = everyRule();
    const record = await backUp(place.staging, [place.source], { exclusions });
    expect(record.files).toBe(6);
    await restoreAll(place.staging, place.target);
    expect(tree(place.target)).toEqual(expected);

    const pairs = [{ expected: place.source, found: place.target }];
    const compare = async () => {
      const { differences } = await service.compare({ pairs, exclusions }, recordingControl());
      return differences.filter(({ code }) => code !== 'time').map(({ path, code }) => [path, code]);
    };
    expect(await compare()).toEqual([]);
    rmSync(join(place.target, 'archive'), { recursive: true });
    writeFileSync(join(place.target, 'web/cache/2'), '');
    expect(await compare()).toEqual([
      ['archive', 'missing'],
      ['web/cache/2', 'extra'],
    ]);
    const part = {
      expected: join(place.source, 'web'),
      found: join(place.target, 'web'),
      item: place.source,
    };
    rmSync(join(place.target, 'web/cache/2'));
    const compared = await service.compare({ pairs: [part], exclusions }, recordingControl());
    expect(compared.differences.filter(({ code }) => code !== 'time')).toEqual([]);
  });

  it('is told by the estimate rule by rule', async () => {
    const draft = draftFor('', [place.source], { exclusions: everyRule() });
    const estimate = await service.estimate(draft, () => {}, new AbortController().signal);
    expect(estimate).toMatchObject({ files: 6, excludedFiles: 10 });
    expect(estimate.rules?.map((each) => each.files)).toEqual([6, 2, 2, 1, 1, 1]);
    expect(estimate.rules?.[5]).toEqual({ files: 1, bytes: 'kept/b.tmp'.length });
  });

  it('of only some types takes nothing else, and no folder without any', () => {
    const exclusions = [
      rule(''),
      keep('', { fileTypes: ['docx'], patterns: [] }),
      rule('', { patterns: ['~$*'] }),
    ];
    expect(scanned([folder('')], exclusions)).toEqual([
      'archive',
      'archive/2019',
      'archive/2019/contract.docx',
      'letter.docx',
    ]);
  });
});

describe('an item without its subfolders', () => {
  it('is the files right in it, beside items further down, for the walk and the comparison', async () => {
    const items = [folder('', { includeSubfolders: false }), folder('archive/2019')];
    expect(scanned(items, [])).toEqual(['a.tmp', 'letter.docx', '~$letter.docx', 'a.zip', 'contract.docx']);
    mkdirSync(place.target);
    for (const name of ['a.tmp', 'letter.docx', '~$letter.docx']) {
      copyFileSync(join(place.source, name), join(place.target, name));
    }
    const pairs = [{ expected: place.source, found: place.target }];
    const request = { pairs, exclusions: [] };
    const compared = await service.compare({ ...request, items }, recordingControl());
    expect(compared.differences.filter(({ code }) => code !== 'time')).toEqual([]);
    const whole = await service.compare(request, recordingControl());
    expect(whole.differences.filter(({ code }) => code === 'missing').map(({ path }) => path)).toEqual([
      'archive',
      'kept',
      'logs',
      'web',
    ]);
  });

  it('may have the staging folder below it, but not be it', () => {
    const roots = openSourceRoots([folder('', { includeSubfolders: false })], []);
    expect(() => refuseStagingInsideSource(roots, [], join(place.source, 'logs'))).not.toThrow();
    expect(() => refuseStagingInsideSource(roots, [], place.source)).toThrow();
    const whole = openSourceRoots([folder('')], []);
    expect(() => refuseStagingInsideSource(whole, [], join(place.source, 'logs'))).toThrow();
    const leaveOut = rule('logs');
    expect(() => refuseStagingInsideSource(whole, [leaveOut], join(place.source, 'logs'))).not.toThrow();
    const kept = [leaveOut, keep('logs', { fileTypes: ['txt'] })];
    expect(() => refuseStagingInsideSource(whole, kept, join(place.source, 'logs'))).toThrow();
  });
});

describe('items inside items', () => {
  it('are walked by themselves where a rule leaves them out of the other', () => {
    const items = [folder(''), folder('archive/2019')];
    expect(scanned(items, [rule('archive')]).filter((path) => /zip|docx/.test(path))).toEqual([
      'letter.docx',
      '~$letter.docx',
      'a.zip',
      'contract.docx',
    ]);
    expect(openSourceRoots(items, []).map(({ path }) => path)).toEqual([bytesFromNative(place.source)]);
    const file: BackupItem = { path: join(place.source, 'a.tmp'), kind: 'file' };
    const both = [folder('', { includeSubfolders: false }), file];
    expect(openSourceRoots(both, [])).toHaveLength(1);
    expect(scanned(both, [rule('', { patterns: ['*.tmp'] })])).toContain('a.tmp');
    expect(scanned(both, [rule('a.tmp')])).not.toContain('a.tmp');
  });
});

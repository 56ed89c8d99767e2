import { describe, expect, it } from 'vitest';
import { encodeEntry, fileLineStart, folderLineStart } from '../format/catalog-encode.ts';
import type { CatalogEntry, FileLine } from '../format/catalog-entry.ts';
import { type KeptLine, PreviousLines } from './previous-lines.ts';

const own = { modified: '1700000000123456789', mode: 0o644, inode: '42', changed: '1700000000123456790' };
const chunk = [3, 4096, 10, 100];

const root: CatalogEntry = { kind: 'root', path: '/data', rootKind: 'folder' };
const folder = (path: string): CatalogEntry => ({ kind: 'folder', path, ...own });
const file = (path: string, more: Partial<FileLine> = {}): FileLine => ({
  ...{ kind: 'file', path, size: 100, sparse: false, chunks: chunk },
  ...own,
  ...more,
});

/** The catalog of these blocks of entries, inside its root. */
async function inRoot(...blocks: CatalogEntry[][]): Promise<PreviousLines> {
  const texts = blocks.map((entries) => entries.flatMap(encodeEntry).map((line) => `${line}\n`));
  async function* open(): AsyncGenerator<Buffer> {
    for (const lines of texts) yield Buffer.from(lines.join(''), 'utf8');
  }
  const lines = new PreviousLines(open, (error) => error);
  await lines.enterRoot('/data');
  return lines;
}

function take(lines: PreviousLines, path: string, size = 100): KeptLine | undefined {
  const start = fileLineStart(path, size, own);
  return start === undefined ? undefined : lines.takeLine(path, start.head, start.tail);
}

function takeFolder(lines: PreviousLines, path: string, attributes = own): KeptLine | undefined {
  const start = folderLineStart(path, attributes);
  return start === undefined ? undefined : lines.takeFolder(path, start.head, start.tail);
}

function textOf(line: KeptLine | undefined): string | undefined {
  return line?.block.slice(line.start, line.end);
}

const end = file('zz');

describe('lines of the previous catalog', () => {
  it('are taken as they stand, with the volumes that they refer to', async () => {
    const holes = file('b', { size: 350, sparse: true, chunks: [0, 0, 0, 150, 9, 8192, 0, 100, ...chunk] });
    const extras = file('c', { extendedAttributes: [['user.a', 'eA==']], security: ',"chunks":[[7,' });
    const odd = file(Buffer.from('d-ü "quoted"\\', 'utf8').toString('latin1'));
    const lines = await inRoot([root, file('a'), folder('aa'), holes, extras, odd, end]);
    const plain = take(lines, 'a');
    expect([textOf(plain), plain?.volumes]).toEqual([`${encodeEntry(file('a'))[0]}\n`, [3]]);
    expect(textOf(takeFolder(lines, 'aa'))).toBe(`${encodeEntry(folder('aa'))[0]}\n`);
    expect(take(lines, 'b', 350)).toMatchObject({ volumes: [9, 3] });
    const withExtras = take(lines, 'c');
    expect([textOf(withExtras), withExtras?.volumes]).toEqual([`${encodeEntry(extras)[0]}\n`, [3]]);
    const text = Buffer.from(`${encodeEntry(odd)[0]}\n`, 'utf8').toString('latin1');
    expect(textOf(take(lines, odd.path))).toBe(text);
  });

  it('of an empty file refer to no volume', async () => {
    const lines = await inRoot([root, file('a', { size: 0, chunks: [] }), end]);
    expect(take(lines, 'a', 0)).toMatchObject({ volumes: [] });
  });

  it.each<[string, CatalogEntry[]]>([
    ['it has another size', [file('a', { size: 1000, chunks: [3, 4096, 0, 1000] }), end]],
    ['its size only begins alike', [file('a', { size: 1001, chunks: [3, 4096, 0, 1001] }), end]],
    ['it changed', [file('a', { changed: '1' }), end]],
    ['another path only begins alike', [file('ab'), end]],
    ['its chunks go on', [file('a', { size: 300_000, chunks: Array(3000).fill(chunk).flat() }), end]],
    ['it has streams', [file('a', { streams: [{ name: 's', size: 100, chunks: chunk }] }), end]],
    ['nobody knows what follows', [file('a')]],
  ])('are left to be read where %s', async (_why, entries) => {
    const lines = await inRoot([root, ...entries], [end]);
    expect(take(lines, 'a')).toBeUndefined();
  });

  it('are found by reading where they cannot be taken, in any mixture', async () => {
    const long = file('b', { size: 300_000, chunks: Array(3000).fill(chunk).flat() });
    const lines = await inRoot([root, file('a'), long], [file('c'), folder('d'), file('d/e')], [end]);
    expect(await lines.find('a')).toMatchObject({ path: 'a' });
    expect(await lines.find('aa')).toBeUndefined();
    expect(take(lines, 'aa')).toBeUndefined();
    expect(await lines.find('b')).toMatchObject({ path: 'b', chunks: long.chunks });
    expect(await lines.find('bb')).toBeUndefined();
    // What was read to look for the one before is still found.
    expect(take(lines, 'c')).toBeUndefined();
    expect(await lines.find('c')).toMatchObject({ path: 'c' });
    expect(takeFolder(lines, 'd', { ...own, changed: '1' })).toBeUndefined();
    expect(await lines.find('d/e')).toMatchObject({ path: 'd/e' });
    expect(await lines.find('zz')).toMatchObject({ path: 'zz' });
    expect(await lines.find('zzz')).toBeUndefined();
  });

  it('of another root are found after it was entered, whatever the order', async () => {
    const other: CatalogEntry = { kind: 'root', path: '/other', rootKind: 'folder' };
    const lines = await inRoot([root, file('a'), other, file('o'), end]);
    await lines.enterRoot('/other');
    expect(take(lines, 'o')).toBeDefined();
    await lines.enterRoot('/data');
    expect(take(lines, 'a')).toBeDefined();
    expect(await lines.find('b')).toBeUndefined();
    expect(await lines.enterRoot('/missing')).toBeUndefined();
    expect(await lines.find('a')).toBeUndefined();
  });
});

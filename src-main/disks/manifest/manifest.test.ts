import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DriveManifest, ManifestBlock, ManifestRange } from './manifest-types.ts';
import { pageRangesOf } from './page-ranges.ts';
import { type ReadBlob, readManifest } from './read-manifest.ts';
import { manifestText, writeManifest } from './write-manifest.ts';

const credentialLine =
  '    <ContainerSas>seedcontainer?sv=2019-12-12&amp;sr=c&amp;sp=rwdl&amp;sig=REDACTED</ContainerSas>\n';
const md5 = (bytes: Uint8Array | string): string =>
  createHash('md5').update(bytes).digest('hex').toUpperCase();

const zeroRanges: ManifestRange[] = [
  { offset: 0, length: 4_194_304, hash: md5(Buffer.alloc(4_194_304)) },
  { offset: 4_194_304, length: 1024, hash: md5(Buffer.alloc(1024)) },
];
const textBlocks: ManifestBlock[] = [
  { offset: 0, length: 19, id: 'MD5/jkieCfPWI5yISO8x33csUA==', hash: md5('hello offline seed\n') },
];
const example: DriveManifest = {
  driveId: 'ZX1A2B3C',
  clientCreator: 'seed-wizard 0.1',
  blobLists: [
    {
      id: 'seed-001-0',
      metadata: { path: '\\seed-001\\_meta\\metadata.xml', hash: 'DFE5C596E029CB0D9305E6A654189701' },
      properties: { path: '\\seed-001\\_meta\\properties.xml', hash: '981AD6A7C4CC3126F93166ADF83151C8' },
      blobs: [
        {
          blobPath: 'seedcontainer/vol-c/base.BaseBlob',
          filePath: '\\seed-001\\vol-c\\base.BaseBlob',
          clientData: 'volume C initial copy',
          length: 4_195_328,
          disposition: 'overwrite',
          content: { kind: 'pages', ranges: zeroRanges },
        },
        {
          blobPath: 'seedcontainer/readme.txt',
          filePath: '\\seed-001\\readme.txt',
          length: 19,
          disposition: 'rename',
          content: { kind: 'blocks', blocks: textBlocks },
        },
      ],
    },
  ],
};

/** The published example: what we write, and the credential line that only older tools write. */
function vector(): string {
  const [head = '', tail = ''] = [...manifestText(example)].join('').split('    <ClientCreator>');
  return `${head}${credentialLine}    <ClientCreator>${tail}`;
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifest-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function readText(text: string | Uint8Array): Promise<{ blobs: ReadBlob[]; driveId: string }> {
  const path = join(folder, 'in.xml');
  await writeFile(path, text);
  const blobs: ReadBlob[] = [];
  const summary = await readManifest(path, (blob) => blobs.push(blob));
  return { blobs, driveId: summary.driveId };
}

describe('drive manifest', () => {
  it('is written byte for byte as the published test vector, but for the credential', () => {
    expect(Buffer.byteLength(vector())).toBe(1458);
    expect(md5(vector())).toBe('57DE3DF76209BADEF7423DA42AA8CE94');
    expect([...manifestText(example)].join('')).not.toMatch(/Sas|StorageAccountKey/);
  });

  it('reads the published test vector', async () => {
    const path = join(folder, 'DriveManifest.xml');
    await writeFile(path, vector());
    const blobs: ReadBlob[] = [];
    const summary = await readManifest(path, (blob) => blobs.push(blob));
    expect(summary).toEqual({
      version: '2014-11-01',
      driveId: 'ZX1A2B3C',
      clientCreator: 'seed-wizard 0.1',
      hasCredential: true,
      lists: [
        {
          id: 'seed-001-0',
          blobs: 2,
          metadata: { path: '\\seed-001\\_meta\\metadata.xml', hash: 'DFE5C596E029CB0D9305E6A654189701' },
          properties: { path: '\\seed-001\\_meta\\properties.xml', hash: '981AD6A7C4CC3126F93166ADF83151C8' },
        },
      ],
      md5: '57DE3DF76209BADEF7423DA42AA8CE94',
      bytes: 1458,
    });
    expect(blobs.map(({ ranges, ...blob }) => ({ ...blob, ranges: [...ranges] }))).toEqual([
      {
        blobPath: 'seedcontainer/vol-c/base.BaseBlob',
        filePath: '\\seed-001\\vol-c\\base.BaseBlob',
        clientData: 'volume C initial copy',
        length: 4_195_328,
        disposition: 'overwrite',
        kind: 'pages',
        list: 0,
        ranges: zeroRanges,
      },
      {
        blobPath: 'seedcontainer/readme.txt',
        filePath: '\\seed-001\\readme.txt',
        length: 19,
        disposition: 'rename',
        kind: 'blocks',
        list: 0,
        ranges: textBlocks,
      },
    ]);
    expect(blobs[0]?.ranges.isPlain(4_195_328)).toBe(true);
    expect(blobs[0]?.ranges.isPlain(4_195_840)).toBe(false);
  });

  it('writes atomically and says the MD5 of what is on the drive', async () => {
    const path = join(folder, 'DriveManifest.xml');
    const written = await writeManifest(path, example);
    const content = await readFile(path);
    expect(written).toEqual({ bytes: content.length, md5: md5(content) });
    expect(await readdir(folder)).toEqual(['DriveManifest.xml']);
    const broken: DriveManifest = { ...example, driveId: 'bad\u0001' };
    await expect(writeManifest(path, broken)).rejects.toThrow('XML cannot hold');
    expect(await readFile(path)).toEqual(content);
    expect(await readdir(folder)).toEqual(['DriveManifest.xml']);
  });

  it('escapes names and reads them back, in other orders too', async () => {
    const named: DriveManifest = {
      driveId: 'A&B',
      blobLists: [
        {
          blobs: [
            {
              blobPath: 'c/ä<&>"\u{1f600}.BaseBlob',
              filePath: "\\s\\Bücher & 'Bilder'.BaseBlob",
              length: 512,
              content: { kind: 'pages', ranges: [{ offset: 0, length: 512, hash: md5('x') }] },
            },
          ],
        },
      ],
    };
    const { blobs, driveId } = await readText([...manifestText(named)].join(''));
    expect([driveId, blobs[0]?.blobPath, blobs[0]?.filePath, blobs[0]?.disposition]).toEqual([
      'A&B',
      'c/ä<&>"\u{1f600}.BaseBlob',
      "\\s\\Bücher & 'Bilder'.BaseBlob",
      'rename',
    ]);
    const range = `<PageRangeList><PageRange Hash='${md5('x')}' Length='512' Offset='512'/></PageRangeList>`;
    const reordered = `<DriveManifest Version="2014-11-01"><Drive><DriveId>D</DriveId><BlobList><!-- x --><Blob>${range}<Length>1024</Length><FilePath>a\\b</FilePath><BlobPath>c/b</BlobPath></Blob></BlobList></Drive></DriveManifest>`;
    const other = await readText(reordered);
    expect(other.blobs[0]?.filePath).toBe('\\a\\b');
    expect([...(other.blobs[0]?.ranges ?? [])]).toEqual([{ offset: 512, length: 512, hash: md5('x') }]);
  });

  it.each<[string, (text: string) => string | Uint8Array]>([
    ['cut off', (text) => text.slice(0, -20)],
    ['empty', () => ''],
    [
      'a document type',
      (text) => text.replace('<DriveManifest ', '<!DOCTYPE a [<!ENTITY b "c">]><DriveManifest '),
    ],
    ['an unknown entity', (text) => text.replace('ZX1A2B3C', '&b;')],
    ['CDATA', (text) => text.replace('ZX1A2B3C', '<![CDATA[x]]>')],
    ['no DriveId', (text) => text.replace('    <DriveId>ZX1A2B3C</DriveId>\n', '')],
    ['a range over 4 MiB', (text) => text.replace('Length="4194304"', 'Length="4194816"')],
    ['an odd range', (text) => text.replace('Length="1024"', 'Length="1000"')],
    ['an overlap', (text) => text.replace('Offset="4194304"', 'Offset="4193792"')],
    ['ranges beyond the length', (text) => text.replace('4195328', '4194816')],
    ['a bad hash', (text) => text.replace('B5CFA9', 'XYZFA9')],
    ['blocks that miss bytes', (text) => text.replace('<Length>19<', '<Length>20<')],
    ['a path that climbs', (text) => text.replace('\\seed-001\\readme.txt', '\\..\\readme.txt')],
    ['a drive letter', (text) => text.replace('\\seed-001\\readme.txt', 'C:\\readme.txt')],
    ['no container', (text) => text.replace('seedcontainer/readme.txt', 'readme.txt')],
    ['an unknown element', (text) => text.replaceAll('ClientData', 'Clientdata')],
    ['an inherited name', (text) => text.replaceAll('ClientData', 'constructor')],
    ['bytes that are no UTF-8', (text) => Buffer.from(text.replace('seed-wizard', '\u00ff'), 'latin1')],
    ['an endless text', (text) => text.replace('volume C', 'x'.repeat(70_000))],
  ])('refuses %s', async (_what, damage) => {
    await expect(readText(damage(vector()))).rejects.toMatchObject({ code: 'disk.manifestInvalid' });
  });

  it('says when there is no manifest', async () => {
    await expect(readManifest(join(folder, 'none.xml'), () => undefined)).rejects.toMatchObject({
      code: 'disk.manifestMissing',
    });
  });

  it('streams a quarter of a million ranges', async () => {
    const bytes = 250_000 * 4_194_304 + 4096;
    const hashes = Buffer.alloc(250_001 * 16, 7);
    hashes.fill(9, 250_000 * 16);
    const path = join(folder, 'large.xml');
    const { md5: written } = await writeManifest(path, {
      driveId: 'L',
      blobLists: [
        {
          blobs: [
            {
              blobPath: 'c/l',
              filePath: '\\l',
              length: bytes,
              content: { kind: 'pages', ranges: pageRangesOf(bytes, hashes) },
            },
          ],
        },
      ],
    });
    let seen: ReadBlob | undefined;
    const summary = await readManifest(path, (blob) => {
      seen = blob;
    });
    expect(summary.md5).toBe(written);
    expect(seen?.ranges.isPlain(bytes)).toBe(true);
    expect(Buffer.compare(seen?.ranges.hashes ?? Buffer.alloc(0), hashes)).toBe(0);
  });

  it('refuses hashes that do not fit the length', () => {
    expect(() => [...pageRangesOf(4_194_305, Buffer.alloc(16))]).toThrow(RangeError);
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DriveManifest } from '../../disks/manifest/manifest-types.ts';
import { pageRangesOf } from '../../disks/manifest/page-ranges.ts';
import { manifestText } from '../../disks/manifest/write-manifest.ts';
import { type ManifestItem, parseDriveManifest } from './manifest-parser.ts';

/** Example and hashes of import-export.md 2.1. */
const example = `<?xml version="1.0" encoding="UTF-8"?>
<DriveManifest Version="2014-11-01">
  <Drive>
    <DriveId>ZX1A2B3C</DriveId>
    <ContainerSas>seedcontainer?sv=2019-12-12&amp;sr=c&amp;sp=rwdl&amp;sig=REDACTED</ContainerSas>
    <ClientCreator>seed-wizard 0.1</ClientCreator>
    <BlobList Id="seed-001-0">
      <MetadataPath Hash="DFE5C596E029CB0D9305E6A654189701">\\seed-001\\_meta\\metadata.xml</MetadataPath>
      <PropertiesPath Hash="981AD6A7C4CC3126F93166ADF83151C8">\\seed-001\\_meta\\properties.xml</PropertiesPath>
      <Blob>
        <BlobPath>seedcontainer/vol-c/base.BaseBlob</BlobPath>
        <FilePath>\\seed-001\\vol-c\\base.BaseBlob</FilePath>
        <ClientData>volume C initial copy</ClientData>
        <Length>4195328</Length>
        <ImportDisposition>overwrite</ImportDisposition>
        <PageRangeList>
          <PageRange Offset="0" Length="4194304" Hash="B5CFA9D6C8FEBD618F91AC2843D50A1C" />
          <PageRange Offset="4194304" Length="1024" Hash="0F343B0931126A20F133D67C2B018A3B" />
        </PageRangeList>
      </Blob>
      <Blob>
        <BlobPath>seedcontainer/readme.txt</BlobPath>
        <FilePath>\\seed-001\\readme.txt</FilePath>
        <Length>19</Length>
        <ImportDisposition>rename</ImportDisposition>
        <BlockList>
          <Block Offset="0" Length="19" Id="MD5/jkieCfPWI5yISO8x33csUA==" Hash="8E489E09F3D6239C8848EF31DF772C50" />
        </BlockList>
      </Blob>
    </BlobList>
  </Drive>
</DriveManifest>
`;

async function* inChunks(text: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function parse(text: string | Uint8Array, chunkSize = 65_536): Promise<ManifestItem[]> {
  const items: ManifestItem[] = [];
  for await (const item of parseDriveManifest(inChunks(text, chunkSize))) items.push(item);
  return items;
}

const serialWithAmpersand = 'ZX&1A2B3C';
const hash = 'B5CFA9D6C8FEBD618F91AC2843D50A1C';
const range = (offset: number, length: number): string =>
  `<PageRange Offset="${offset}" Length="${length}" Hash="${hash}"/>`;
const block = (offset: number, length: number, id = ''): string =>
  `<Block Offset="${offset}" Length="${length}" ${id} Hash="${hash}"/>`;
const blob = (length: number, list: string, more = ''): string =>
  `<Blob><BlobPath>c/b</BlobPath><FilePath>\\b</FilePath><Length>${length}</Length>${more}${list}</Blob>`;
const manifest = (blobs: string, head = '<DriveId>A1</DriveId>'): string =>
  `<DriveManifest Version="2014-11-01"><Drive>${head}<BlobList>${blobs}</BlobList></Drive></DriveManifest>`;

describe('drive manifest', () => {
  it('reads the published example in chunks of any size', async () => {
    expect(createHash('md5').update(example).digest('hex')).toBe('57de3df76209badef7423da42aa8ce94');
    const whole = await parse(example);
    expect(whole[0]).toEqual({ type: 'drive', driveId: 'ZX1A2B3C' });
    expect(whole[1]).toMatchObject({
      blob: {
        blobPath: 'seedcontainer/vol-c/base.BaseBlob',
        filePath: '\\seed-001\\vol-c\\base.BaseBlob',
        lengthBytes: 4_195_328,
        disposition: 'overwrite',
        kind: 'page',
        metadata: { path: '\\seed-001\\_meta\\metadata.xml', md5: 'DFE5C596E029CB0D9305E6A654189701' },
      },
    });
    expect(whole[2]).toMatchObject({
      blob: {
        kind: 'block',
        parts: [{ offset: 0, length: 19, id: 'MD5/jkieCfPWI5yISO8x33csUA==' }],
      },
    });
    for (const size of [1, 7, 100]) expect(await parse(example, size)).toEqual(whole);
  });

  it("reads what the wizard's writer writes", async () => {
    const hashes = Buffer.from(hash, 'hex');
    const manifest: DriveManifest = {
      driveId: serialWithAmpersand,
      clientCreator: 'offline-backup-wizard <test>',
      blobLists: [
        {
          id: 'seed-001-0',
          metadata: { path: '\\seed-001\\m.xml', hash },
          blobs: [
            {
              blobPath: 'seed/Übung 📦 & "more".BaseBlob',
              filePath: '\\seed-001\\Übung 📦 & more.BaseBlob',
              length: 4_195_328,
              disposition: 'overwrite',
              content: {
                kind: 'pages',
                ranges: [...pageRangesOf(4_195_328, Buffer.concat([hashes, hashes]))],
              },
            },
            {
              blobPath: 'seed/readme.txt',
              filePath: '\\seed-001\\readme.txt',
              length: 19,
              content: { kind: 'blocks', blocks: [{ offset: 0, length: 19, hash, id: 'MDAwMQ==' }] },
            },
          ],
        },
      ],
    };
    const [drive, page, block] = await parse([...manifestText(manifest)].join(''));
    expect(drive).toEqual({ type: 'drive', driveId: serialWithAmpersand });
    expect(page).toMatchObject({
      blob: {
        blobPath: 'seed/Übung 📦 & "more".BaseBlob',
        filePath: '\\seed-001\\Übung 📦 & more.BaseBlob',
        disposition: 'overwrite',
        metadata: { path: '\\seed-001\\m.xml', md5: hash },
        parts: [
          { offset: 0, length: 4_194_304, md5: hash },
          { offset: 4_194_304, length: 1024, md5: hash },
        ],
      },
    });
    expect(block).toMatchObject({
      blob: { kind: 'block', disposition: 'rename', parts: [{ id: 'MDAwMQ==' }] },
    });
  });

  it('reads entities, a byte order mark, several blob lists and lower-case hashes', async () => {
    const page = blob(
      512,
      `<PageRangeList>${range(0, 512).replace(hash, hash.toLowerCase())}</PageRangeList>`,
    );
    const two = `\uFEFF${manifest(page)}`
      .replace('</BlobList>', `</BlobList><BlobList>${page}</BlobList>`)
      .replace('<BlobPath>c/b<', '<BlobPath>c/a&amp;b&#x20;&#49;<');
    const items = await parse(two);
    expect(items).toHaveLength(3);
    expect(items[1]).toMatchObject({ blob: { blobPath: 'c/a&b 1', parts: [{ md5: hash }] } });
  });

  it.each([
    ['a hole in the pages', blob(1536, `<PageRangeList>${range(0, 512)}${range(1024, 512)}</PageRangeList>`)],
    ['an empty page blob', blob(0, '<PageRangeList></PageRangeList>')],
    ['blocks without ids', blob(1000, `<BlockList>${block(0, 600)}${block(600, 400)}</BlockList>`)],
    ['no disposition', blob(512, `<PageRangeList>${range(0, 512)}</PageRangeList>`)],
  ])('accepts %s', async (_what, text) => {
    expect(await parse(manifest(text))).toHaveLength(2);
  });

  const pages = `<PageRangeList>${range(0, 512)}</PageRangeList>`;
  it.each([
    ['length off 512', blob(513, pages)],
    ['range off 512', blob(1024, `<PageRangeList>${range(0, 100)}</PageRangeList>`)],
    ['range above 4 MiB', blob(8_388_608, `<PageRangeList>${range(0, 4_194_816)}</PageRangeList>`)],
    ['overlap', blob(2048, `<PageRangeList>${range(0, 1024)}${range(512, 512)}</PageRangeList>`)],
    ['wrong order', blob(2048, `<PageRangeList>${range(512, 512)}${range(0, 512)}</PageRangeList>`)],
    ['range beyond the end', blob(512, `<PageRangeList>${range(512, 512)}</PageRangeList>`)],
    ['empty range', blob(512, `<PageRangeList>${range(0, 0)}</PageRangeList>`)],
    ['gap between blocks', blob(1000, `<BlockList>${block(0, 500)}${block(600, 400)}</BlockList>`)],
    ['blocks too short', blob(1000, `<BlockList>${block(0, 500)}</BlockList>`)],
    ['some ids only', blob(20, `<BlockList>${block(0, 10, 'Id="MDAx"')}${block(10, 10)}</BlockList>`)],
    ['no hash', blob(512, pages.replace(/ Hash="\w+"/, ''))],
    ['short hash', blob(512, pages.replace(hash, 'B5'))],
    ['negative offset', blob(512, pages.replace('Offset="0"', 'Offset="-1"'))],
    ['exponent', blob(512, pages.replace('Length="512"', 'Length="5e2"'))],
    ['unknown disposition', blob(512, pages, '<ImportDisposition>Overwrite</ImportDisposition>')],
    ['two lists', blob(512, pages + pages)],
    ['no list', blob(512, '')],
    ['unknown element', blob(512, pages, '<Colour>red</Colour>')],
    ['two lengths', blob(512, pages, '<Length>512</Length>')],
  ])('refuses a blob with %s', async (_what, text) => {
    await expect(parse(manifest(text))).rejects.toMatchObject({ code: 'BlobListFormatInvalid' });
  });

  const good = manifest(blob(512, pages));
  it.each([
    ['nothing', ''],
    ['another root', good.replaceAll('DriveManifest', 'Manifest')],
    ['no version', good.replace(' Version="2014-11-01"', '')],
    ['no drive id', manifest(blob(512, pages), '')],
    [
      'no blob list',
      '<DriveManifest Version="2014-11-01"><Drive><DriveId>A</DriveId></Drive></DriveManifest>',
    ],
    ['an end too early', good.slice(0, -10)],
    ['crossed tags', good.replace('</Drive></DriveManifest>', '</DriveManifest></Drive>')],
    ['a document type', `<!DOCTYPE DriveManifest [<!ENTITY a "b">]>${good}`],
    ['an unknown entity', good.replace('c/b', '&a;')],
    ['a comment', good.replace('<Drive>', '<!-- x --><Drive>')],
    ['two drives', good.replace('</DriveManifest>', '<Drive></Drive></DriveManifest>')],
    ['two roots', good + good],
    ['text between elements', good.replace('<Drive>', 'x<Drive>')],
    ['an endless text', good.replace('c/b', 'b'.repeat(1_000_000))],
    ['an endless tag', good.replace('<Drive>', `<Drive a="${'b'.repeat(1_000_000)}">`)],
  ])('refuses %s', async (_what, text) => {
    await expect(parse(text)).rejects.toMatchObject({ code: 'ManifestFormatInvalid' });
  });

  it('refuses bytes that are not UTF-8', async () => {
    const bytes = Buffer.from(good);
    bytes[good.indexOf('c/b')] = 0xff;
    await expect(parse(bytes)).rejects.toMatchObject({ code: 'ManifestFormatInvalid' });
  });
});

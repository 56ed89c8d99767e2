import { expect, test } from 'vitest';
import { importLogEntrySchema } from '../../src-shared/domain/import-status.ts';
import { parseImportLog } from './import-log.ts';
import { XmlRefused } from './xml-fragment.ts';

/** Shape of the published sample of 2014-11-01, with its leading blank in a hash (import-export.md 2.4). */
const driveLog2014 = `<?xml version="1.0" encoding="utf-8"?>
<DriveLog Version="2014-11-01">
  <DriveId>9WM35C2V</DriveId>
  <Blob Status="CompletedWithErrors">
    <BlobPath>pictures/bob/wild &amp; desert.jpg</BlobPath>
    <FilePath>\\Users\\bob\\Pictures\\wild &amp; desert.jpg</FilePath>
    <Length>98304</Length>
    <ImportDisposition Status="Created">overwrite</ImportDisposition>
    <BlockList>
      <Block Offset="0" Length="65536" Id="AAAAAA==" Hash=" 9C8AE14A55241F98533C4D80D85CDC68" Status="Completed" />
      <Block Offset="65536" Length="32768" Id="AQAAAA==" Hash="DF54C531C9B3CA2570FDDDB3BCD0E27D" Status="Corrupted" />
    </BlockList>
    <Metadata Status="Cancelled"><Path Hash="D8F8">\\meta.xml</Path></Metadata>
  </Blob>
  <Blob Status="Completed">
    <BlobPath>seed/seed-fs01-000001 (2).BaseBlob</BlobPath>
    <FilePath>\\seed-fs01-000001.BaseBlob</FilePath>
    <Length>4195328</Length>
    <ImportDisposition Status="Renamed">rename</ImportDisposition>
    <PageRangeList>
      <PageRange Offset="0" Length="4194304" Hash="B5CFA9D6C8FEBD618F91AC2843D50A1C" Status="Completed" />
    </PageRangeList>
  </Blob>
  <Blob Status="Completed">
    <BlobPath>seed/a</BlobPath><FilePath>\\a</FilePath><Length>512</Length>
    <ImportDisposition Status="Created">rename</ImportDisposition>
  </Blob>
  <Status>CompletedWithErrors</Status>
</DriveLog>`;

const driveLog2018 = `<?xml version="1.0" encoding="utf-8"?>
<DriveLog Version="2018-10-01">
  <DriveId>18041C582D7E</DriveId>
  <Summary>
    <ValidationErrors><None Count="3" /></ValidationErrors>
    <CopyErrors>
      <StorageRequestFailed Count="2" Description="A request to storage failed" />
      <Renamed Count="0" Description="" />
    </CopyErrors>
  </Summary>
  <Blob Status="StorageRequestFailed">
    <BlobPath>seed/b</BlobPath><OriginalFilePath>\\PageBlob\\seed\\b</OriginalFilePath>
    <SizeInBytes>1024</SizeInBytes>
  </Blob>
  <Status>CompletedWithErrors</Status>
</DriveLog>`;

/** A fragment without a root, as the service writes it (import-export.md 2.6). */
const copyLog2021 = `<ErroredEntity CloudFormat="BlockBlob" Path="\\containers\\MyContainer\\file">
  <Category>UploadErrorCloudHttp</Category>
  <ErrorCode>409</ErrorCode>
  <ErrorMessage>The blob type is invalid for this operation.</ErrorMessage>
  <Type>File</Type>
</ErroredEntity><ErroredEntity Path="MyContainer">
  <Category>ContainerRenamed</Category>
  <ErrorCode>1</ErrorCode>
  <ErrorMessage>The original container/share/blob has been renamed to: DataBox-3fcd02de :from: MyContainer</ErrorMessage>
  <Type>Container</Type>
</ErroredEntity>
<CopyLog Summary="Summary">
  <DriveLogVersion>2021-08-01</DriveLogVersion>
  <DriveId>72a2914a-7fbe-4f08-9e6f-9d1ac5d34f0a</DriveId>
  <Status>Failed</Status>
  <TotalFiles_Blobs>72</TotalFiles_Blobs>
  <FilesErrored>1</FilesErrored>
  <Summary>
    <ValidationErrors><None Count="1" /></ValidationErrors>
    <CopyErrors><UploadErrorCloudHttp Count="1" Description="HTTP failure" /></CopyErrors>
  </Summary>
</CopyLog>`;

const verboseLog2021 = `<File CloudFormat="PageBlob" Path="seed\\seed-fs01-000001.BaseBlob" Size="4194304" crc64="7463813227136404011"></File>
<File CloudFormat="BlockBlob" Path="seed/readme.txt" Size="19" crc64="123" ETag="0x8D"></File>`;

test('a drive log of 2014-11-01: drive, blobs, bad parts, and a rename that is no plain success', () => {
  expect(parseImportLog(driveLog2014, 'asked')).toEqual([
    { driveId: '9WM35C2V', blobPath: '', filePath: '', status: 'CompletedWithErrors', detail: '', bytes: 0 },
    {
      driveId: '9WM35C2V',
      blobPath: 'pictures/bob/wild & desert.jpg',
      filePath: '\\Users\\bob\\Pictures\\wild & desert.jpg',
      status: 'CompletedWithErrors',
      detail: 'ImportDisposition Created; Metadata Cancelled; Block 65536+32768 Corrupted',
      bytes: 98_304,
    },
    {
      driveId: '9WM35C2V',
      blobPath: 'seed/seed-fs01-000001 (2).BaseBlob',
      filePath: '\\seed-fs01-000001.BaseBlob',
      status: 'Renamed',
      detail: '',
      bytes: 4_195_328,
    },
    {
      driveId: '9WM35C2V',
      blobPath: 'seed/a',
      filePath: '\\a',
      status: 'Completed',
      detail: 'ImportDisposition Created',
      bytes: 512,
    },
  ]);
});

test('a drive log of 2018-10-01: its summary counts and its own names of members', () => {
  expect(parseImportLog(driveLog2018, 'asked')).toEqual([
    expect.objectContaining({ driveId: '18041C582D7E', status: 'CompletedWithErrors' }),
    expect.objectContaining({
      status: 'StorageRequestFailed',
      detail: 'CopyErrors: 2 A request to storage failed',
    }),
    expect.objectContaining({
      blobPath: 'seed/b',
      filePath: '\\PageBlob\\seed\\b',
      status: 'StorageRequestFailed',
      bytes: 1024,
    }),
  ]);
});

test('a copy log of 2021-08-01 is a fragment with several roots', () => {
  expect(parseImportLog(copyLog2021, 'ZX1')).toEqual([
    expect.objectContaining({
      driveId: 'ZX1',
      status: 'Failed',
      detail: 'TotalFiles_Blobs 72, FilesErrored 1',
    }),
    expect.objectContaining({ status: 'UploadErrorCloudHttp', detail: 'CopyErrors: 1 HTTP failure' }),
    expect.objectContaining({
      blobPath: '\\containers\\MyContainer\\file',
      status: 'UploadErrorCloudHttp',
      detail: 'File 409 The blob type is invalid for this operation.',
    }),
    expect.objectContaining({
      status: 'ContainerRenamed',
      detail: expect.stringContaining('DataBox-3fcd02de'),
    }),
  ]);
});

test('a verbose log of 2021-08-01 lists files with either kind of slash', () => {
  expect(parseImportLog(verboseLog2021, 'ZX1').map(({ blobPath, bytes }) => [blobPath, bytes])).toEqual([
    ['seed/seed-fs01-000001.BaseBlob', 4_194_304],
    ['seed/readme.txt', 19],
  ]);
});

test('every entry fits the contract, whatever the log holds', () => {
  const wild = `<DriveLog><Blob Status="${'S'.repeat(999)}"><BlobPath>${'p'.repeat(9999)}</BlobPath><Length>-5</Length>
    <PageRangeList>${'<PageRange Offset="0" Length="1" Status="Corrupted"/>'.repeat(999)}</PageRangeList></Blob></DriveLog>`;
  for (const text of [driveLog2014, driveLog2018, copyLog2021, verboseLog2021, wild]) {
    for (const entry of parseImportLog(text, 'ZX1')) importLogEntrySchema.parse(entry);
  }
});

test('an empty log has nothing to say', () => {
  expect(parseImportLog('', 'ZX1')).toEqual([]);
});

test.each([
  ['an entity bomb', '<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><DriveLog>&b;</DriveLog>'],
  ['an outside entity', '<!DOCTYPE l SYSTEM "file:///etc/passwd"><DriveLog/>'],
  ['a cut end', driveLog2014.slice(0, 900)],
  ['no log', '<html><body>Sign in</body></html>'],
  ['text', 'AuthenticationFailed'],
])('%s is refused', (_name, text) => {
  expect(() => parseImportLog(text, 'ZX1')).toThrow(XmlRefused);
});

test('an entity that no document type defines stays text', () => {
  const [entry] = parseImportLog('<DriveLog><Status>&boom; &#65;&#x42; &lt;</Status></DriveLog>', 'ZX1');
  expect(entry?.status).toBe('&boom; AB <');
});

test('a name that would reach into objects is refused', () => {
  const text = '<DriveLog><__proto__>x</__proto__><Status>Completed</Status></DriveLog>';
  expect(() => parseImportLog(text, 'ZX1')).toThrow(XmlRefused);
  expect(Object.prototype).not.toHaveProperty('x');
});

import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { drivePaths } from '../drives/drive-record.ts';
import {
  DatacenterFixture,
  flipByte,
  mebibyte,
  serial,
  type TestBlobs,
} from './testing/datacenter-fixture.ts';
import {
  type PreparedFile,
  prepareDrive,
  startTestBlobs,
  type TestDrive,
} from './testing/prepared-drives.ts';

const volume: PreparedFile = { name: 'base-000001.BaseBlob', bytes: randomBytes(5 * mebibyte) };
const sparse: PreparedFile = { name: 'sparse.BaseBlob', bytes: Buffer.alloc(4 * mebibyte + 1024) };
const text: PreparedFile = { name: 'readme.txt', bytes: Buffer.from('hello offline seed\n'), kind: 'block' };

let blobFolder: string;
let blobs: TestBlobs;
let fixture: DatacenterFixture;

beforeAll(async () => {
  blobFolder = await mkdtemp(join(tmpdir(), 'practice-blobs-'));
  blobs = await startTestBlobs(blobFolder);
});
afterAll(async () => {
  await blobs.close();
  await rm(blobFolder, { recursive: true, force: true });
});
beforeEach(async () => {
  fixture = await DatacenterFixture.open(blobs);
});
afterEach(() => fixture.close());

describe('import of a drive', () => {
  it('imports page blobs and block blobs and walks the job to Completed', async () => {
    const drive = await prepareDrive(fixture.shelf, serial, [volume, sparse, text]);
    const { job, states, events } = await fixture.ship([drive], {
      logLevel: 'Verbose',
      backupDriveManifest: true,
    });
    expect(events).toEqual(['drivesReceived', 'transferStarts', 'packaging', 'completed']);
    expect(states).toEqual(['Received', 'Transferring', 'Packaging', 'Completed']);
    for (const file of [volume, sparse, text]) {
      expect((await fixture.download('seed', file.name)).equals(file.bytes)).toBe(true);
    }
    const container = blobs.service.getContainerClient('seed');
    expect((await container.getBlobClient(volume.name).getProperties()).blobType).toBe('PageBlob');
    expect((await container.getBlobClient(text.name).getProperties()).blobType).toBe('BlockBlob');
    const ranges = await container.getPageBlobClient(sparse.name).getPageRanges();
    expect(ranges.pageRange ?? []).toEqual([]);
    const wire = fixture.ledger.drive(job.id, serial);
    expect(wire).toMatchObject({
      state: 'ShippedBack',
      copyStatus: 'Completed',
      percentComplete: 100,
      bytesSucceeded: volume.bytes.length + sparse.bytes.length + text.bytes.length,
    });
    expect(wire.errorLogUri).toBeUndefined();
    expect(String(wire.verboseLogUri)).toMatch(
      /\/waimportexport\/waies\/seed-fs01_PRACTICE0001_\d{8}-\d{6}-\d{3}_verbose\.xml$/,
    );
    const log = await fixture.log(wire.verboseLogUri);
    expect(log).toContain('<DriveLog Version="2014-11-01">');
    expect(log).toContain('<BlobPath>seed/base-000001.BaseBlob</BlobPath>');
    expect(log.match(/<PageRange [^>]*Status="Completed"/g)).toHaveLength(4);
    expect(await fixture.log(wire.manifestUri)).toContain('<DriveId>PRACTICE0001</DriveId>');
    expect(fixture.ledger.get(job.id)?.properties).toMatchObject({
      percentComplete: 100,
      returnPackage: { carrierName: 'Practice Carrier', driveCount: 1 },
    });
    expect((await fixture.shelf.bySerial(serial))?.record).toMatchObject({
      location: 'returned',
      lockState: 'locked',
    });
  });

  it('finds a flipped bit in a volume, tells the range and closes the job', async () => {
    const drive = await prepareDrive(fixture.shelf, serial, [volume, text]);
    await flipByte(await fixture.sealedFile(volume.bytes), 4 * mebibyte + 77);
    const { job, states } = await fixture.ship([drive]);
    expect(states.at(-1)).toBe('Closed');
    const wire = fixture.ledger.drive(job.id, serial);
    expect(wire).toMatchObject({ copyStatus: 'CompletedWithErrors', bytesSucceeded: 4 * mebibyte + 19 });
    const log = await fixture.log(wire.errorLogUri);
    expect(log).toContain('<Blob Status="CompletedWithErrors">');
    expect(log).toMatch(/<PageRange Offset="4194304" Length="1048576" Hash="\w{32}" Status="Corrupted" \/>/);
    expect(log).not.toContain('readme.txt');
    expect(log).not.toContain('Offset="0"');
    expect((await fixture.download('seed', 'readme.txt')).toString()).toBe('hello offline seed\n');
  });

  it('commits no block blob with a corrupt block', async () => {
    const drive = await prepareDrive(fixture.shelf, serial, [text]);
    await flipByte(await fixture.sealedFile(text.bytes), 18);
    const { job } = await fixture.ship([drive]);
    expect(await fixture.log(fixture.ledger.drive(job.id, serial).errorLogUri)).toContain(
      'Status="Corrupted"',
    );
    expect(await blobs.service.getContainerClient('seed').getBlobClient('readme.txt').exists()).toBe(false);
  });

  const spoiled: readonly [string, string, (drive: TestDrive) => Promise<TestDrive> | TestDrive][] = [
    [
      'one byte of the manifest changed',
      'ManifestCorrupted',
      async (drive) => {
        await flipByte(await fixture.sealedFile(Buffer.from('<?xml version="1.0"')), 120);
        return drive;
      },
    ],
    ['the manifest is elsewhere', 'ManifestNotFound', (drive) => ({ ...drive, manifestFile: '\\other.xml' })],
    [
      'the manifest path leaves the volume',
      'ManifestNameInvalid',
      (drive) => ({ ...drive, manifestFile: '\\..\\drive.json' }),
    ],
    [
      'the manifest path has two backslashes',
      'ManifestNameInvalid',
      (drive) => ({ ...drive, manifestFile: '\\\\DriveManifest.xml' }),
    ],
    [
      'the key is wrong',
      'BitLockerKeyInvalid',
      (drive) => ({ ...drive, recoveryPassword: '000011-000022-000033-000044-000055-000066-000077-000088' }),
    ],
    [
      'the key breaks the group rule',
      'BitLockerKeyInvalid',
      (drive) => ({ ...drive, recoveryPassword: '123' }),
    ],
    [
      'the lock was taken off',
      'BitLockerNotActivated',
      async (drive) => {
        await fixture.shelf.change(serial, { lock: undefined, lockState: 'off' });
        return drive;
      },
    ],
    [
      'the name map is damaged',
      'BitLockerUnlockVolumeFailed',
      async (drive) => {
        const { sealedNames } = drivePaths((await fixture.shelf.bySerial(serial))?.folder ?? '');
        const sealed = JSON.parse(await readFile(sealedNames, 'utf8'));
        await writeFile(sealedNames, JSON.stringify({ ...sealed, tag: '0'.repeat(32) }));
        return drive;
      },
    ],
    [
      'the file system is another',
      'VolumeNotNtfs',
      async (drive) => {
        await fixture.shelf.change(serial, { volume: { label: '', fileSystem: 'exFAT' } });
        return drive;
      },
    ],
  ];
  it.each(spoiled)('refuses a drive when %s', async (_what, status, spoil) => {
    const drive = await spoil(await prepareDrive(fixture.shelf, serial, [text]));
    const { job, states } = await fixture.ship([drive]);
    expect(states.at(-1)).toBe('Closed');
    const wire = fixture.ledger.drive(job.id, serial);
    expect(wire).toMatchObject({ copyStatus: status, bytesSucceeded: 0 });
    expect(await fixture.log(wire.errorLogUri)).toContain(`<Status>${status}</Status>`);
  });

  it.each([
    ['another serial', 'ManifestDriveIdMismatch', (xml: string) => xml.replace(serial, 'OTHER')],
    ['no root end', 'ManifestFormatInvalid', (xml: string) => xml.replace('</DriveManifest>', '')],
    ['a bad length', 'BlobListFormatInvalid', (xml: string) => xml.replace('<Length>19<', '<Length>20<')],
  ])('refuses a manifest with %s', async (_what, status, change) => {
    const { job, states } = await fixture.ship([await prepareDrive(fixture.shelf, serial, [text], change)]);
    expect(states.at(-1)).toBe('Closed');
    expect(fixture.ledger.drive(job.id, serial)).toMatchObject({ copyStatus: status });
  });

  it('names files that are missing, cut or too long, and imports the rest', async () => {
    const cut: PreparedFile = { name: 'cut.BaseBlob', bytes: randomBytes(1024) };
    const long: PreparedFile = { name: 'long.BaseBlob', bytes: randomBytes(512) };
    const gone: PreparedFile = { name: 'gone.BaseBlob', bytes: randomBytes(2048) };
    const badName: PreparedFile = { ...text, name: 'b.txt', blobPath: 'Bad_Container/b.txt' };
    const drive = await prepareDrive(fixture.shelf, serial, [cut, long, gone, badName, text]);
    await writeFile(await fixture.sealedFile(cut.bytes), cut.bytes.subarray(0, 700));
    await writeFile(await fixture.sealedFile(long.bytes), Buffer.concat([long.bytes, Buffer.alloc(1)]));
    await rm(await fixture.sealedFile(gone.bytes));
    const { job } = await fixture.ship([drive]);
    const log = await fixture.log(fixture.ledger.drive(job.id, serial).errorLogUri);
    const statusOf = (name: string): string | undefined =>
      new RegExp(`<Blob Status="(\\w+)">\\s*<BlobPath>\\w+/${name}`).exec(log)?.[1];
    expect(statusOf('cut')).toBe('CompletedWithErrors');
    expect(log).toContain('Status="FileUnexpectedEnd"');
    expect(statusOf('long')).toBe('Failed');
    expect(statusOf('gone')).toBe('FileNotFound');
    expect(statusOf('b.txt')).toBe('BlobRequestFailed');
    expect((await fixture.download('seed', 'readme.txt')).equals(text.bytes)).toBe(true);
  });

  it('renames, overwrites or skips where a blob is already', async () => {
    const container = blobs.service.getContainerClient('seed');
    await container.create();
    const files = ['a.txt', 'b.txt', 'c.txt'].map((name, index): PreparedFile => {
      return { ...text, name, disposition: ['rename', 'overwrite', 'no-overwrite'][index] ?? '' };
    });
    for (const { name } of files) await container.getBlockBlobClient(name).upload('old', 3);
    await container.getBlockBlobClient('a (2).txt').upload('old', 3);
    const { job, states } = await fixture.ship([await prepareDrive(fixture.shelf, serial, files)]);
    expect(states.at(-1)).toBe('Completed');
    expect((await fixture.download('seed', 'a.txt')).toString()).toBe('old');
    expect((await fixture.download('seed', 'a (3).txt')).equals(text.bytes)).toBe(true);
    expect((await fixture.download('seed', 'b.txt')).equals(text.bytes)).toBe(true);
    expect((await fixture.download('seed', 'c.txt')).toString()).toBe('old');
    const wire = fixture.ledger.drive(job.id, serial);
    expect(wire.copyStatus).toBe('CompletedWithWarnings');
    const log = await fixture.log(wire.errorLogUri);
    for (const status of ['Renamed', 'Overwritten', 'Skipped'])
      expect(log).toContain(`<ImportDisposition Status="${status}">`);
  });

  it('gives blobs their metadata and properties, and tells when those are damaged', async () => {
    const metadata = Buffer.from('<Metadata>\n  <SeedJob>demo-seed-01</SeedJob>\n</Metadata>\n');
    const properties = Buffer.from('<Properties><Content-Type>text/x-seed</Content-Type></Properties>');
    const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex').toUpperCase();
    const more = (hash: string): string =>
      `<MetadataPath Hash="${hash}">\\seed-001\\m.xml</MetadataPath><PropertiesPath Hash="${md5(properties)}">\\seed-001\\p.xml</PropertiesPath>`;
    const drive = await prepareDrive(fixture.shelf, serial, [
      { name: 'm.xml', bytes: metadata, kind: 'block' },
      { name: 'p.xml', bytes: properties, kind: 'block' },
      { ...volume, name: 'good.BaseBlob', more: more(md5(metadata)) },
      { ...text, name: 'bad.txt', more: more('0'.repeat(32)) },
    ]);
    const { job } = await fixture.ship([drive]);
    const container = blobs.service.getContainerClient('seed');
    const good = await container.getBlobClient('good.BaseBlob').getProperties();
    expect(good.metadata).toEqual({ seedjob: 'demo-seed-01' });
    expect(good.contentType).toBe('text/x-seed');
    const log = await fixture.log(fixture.ledger.drive(job.id, serial).errorLogUri);
    expect(log).toContain('<Metadata Status="Corrupted">');
    expect(log).not.toContain('good.BaseBlob');
  });
});

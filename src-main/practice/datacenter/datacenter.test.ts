import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatacenter } from './datacenter.ts';
import { noDatacenterFaults } from './datacenter-faults.ts';
import { DatacenterFixture, mebibyte, serial, type TestBlobs } from './testing/datacenter-fixture.ts';
import { type PreparedFile, prepareDrive, shippingJob, startTestBlobs } from './testing/prepared-drives.ts';

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

describe('practice datacenter', () => {
  it('takes its time: three days, one day, one day, one day', async () => {
    const drive = await prepareDrive(fixture.shelf, serial, [text]);
    const begin = fixture.clock.now().getTime();
    await fixture.ship([drive]);
    const days = (fixture.clock.now().getTime() - begin) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(6);
    expect(days).toBeLessThan(6.1);
  });

  it('notes drives that were not in the parcel and closes the job', async () => {
    await fixture.shelf.attachDrive(32 * mebibyte);
    const one = await prepareDrive(fixture.shelf, serial, [text]);
    const two = await prepareDrive(fixture.shelf, 'PRACTICE0002', [{ ...text, name: 'two.txt' }]);
    fixture.datacenter.setFaults({ ...noDatacenterFaults, lostDrives: ['PRACTICE0002'] });
    const { job, states } = await fixture.ship([one, two]);
    expect(states.at(-1)).toBe('Closed');
    expect(fixture.ledger.drive(job.id, serial)).toMatchObject({
      state: 'ShippedBack',
      copyStatus: 'Completed',
    });
    expect(fixture.ledger.drive(job.id, 'PRACTICE0002')).toMatchObject({ state: 'NeverReceived' });
  });

  it('rehearses a wrong key and a corrupt range', async () => {
    await fixture.shelf.attachDrive(32 * mebibyte);
    const drives = [
      await prepareDrive(fixture.shelf, serial, [text]),
      await prepareDrive(fixture.shelf, 'PRACTICE0002', [{ ...text, name: 'two.txt' }]),
    ];
    fixture.datacenter.setFaults({
      parcelDelayDays: 11,
      lostDrives: [],
      wrongKeyDrives: [serial],
      corruptDrives: ['PRACTICE0002'],
    });
    const { job, events } = await fixture.ship(drives);
    expect(events).toEqual(['drivesReceived', 'transferStarts', 'packaging', 'closed']);
    expect(fixture.ledger.drive(job.id, serial)).toMatchObject({ copyStatus: 'BitLockerKeyInvalid' });
    expect(fixture.ledger.drive(job.id, 'PRACTICE0002')).toMatchObject({ copyStatus: 'CompletedWithErrors' });
  });

  it('marks drives of a parcel that never came, and closes after thirty days', async () => {
    const job = shippingJob(
      'seed-fs02',
      blobs.account,
      [await prepareDrive(fixture.shelf, serial, [text])],
      fixture.clock.now(),
    );
    fixture.ledger.put(job);
    const { events } = await fixture.finish(job);
    expect(events).toEqual(['drivesMissing', 'closedUnanswered']);
    expect(fixture.ledger.drive(job.id, serial)).toMatchObject({ state: 'NeverReceived' });
  });

  it('deletes a job two weeks after its last update, and a finished one after ninety days', async () => {
    const drive = await prepareDrive(fixture.shelf, serial, [text]);
    const creating = shippingJob('early', blobs.account, [drive], fixture.clock.now(), { state: 'Creating' });
    fixture.ledger.put(creating);
    expect(fixture.datacenter.nextEvent()?.code).toBe('creatingExpires');
    await fixture.finish(creating);
    expect(fixture.ledger.list()).toEqual([]);
    const { job } = await fixture.ship([drive]);
    expect(fixture.datacenter.nextEvent()).toBeUndefined();
    await fixture.clock.advanceTo(new Date(fixture.clock.now().getTime() + 89 * 86_400_000));
    await fixture.datacenter.runDue();
    expect(fixture.ledger.get(job.id)).toBeDefined();
    await fixture.clock.advanceTo(new Date(fixture.clock.now().getTime() + 2 * 86_400_000));
    await fixture.datacenter.runDue();
    expect(fixture.ledger.get(job.id)).toBeUndefined();
  });

  it('closes a job whose storage account is gone', async () => {
    const drive = await prepareDrive(fixture.shelf, serial, [text]);
    fixture.datacenter = await openDatacenter({
      ...fixture.parts(),
      azure: {
        importJobs: fixture.ledger,
        blobService: (name) => {
          throw new Error(`No storage account ${name}`);
        },
      },
    });
    const { job, states } = await fixture.ship([drive]);
    expect(states.at(-1)).toBe('Closed');
    expect(fixture.ledger.drive(job.id, serial)).toMatchObject({ copyStatus: 'BlobRequestForbidden' });
  });

  it('only walks a cancelled job through its states', async () => {
    const { states } = await fixture.ship([await prepareDrive(fixture.shelf, serial, [text])], {
      cancelRequested: true,
    });
    expect(states).toEqual(['Received', 'Transferring', 'Packaging', 'Completed']);
    expect(await blobs.service.getContainerClient('seed').exists()).toBe(false);
  });

  it('goes on after a stop in the middle, without doing finished blobs again or renaming its own', async () => {
    const files = Array.from({ length: 12 }, (_, index): PreparedFile => {
      return { name: `v${index}.BaseBlob`, bytes: randomBytes(mebibyte) };
    });
    const drive = await prepareDrive(fixture.shelf, serial, files);
    const job = shippingJob('seed-fs01', blobs.account, [drive], fixture.clock.now());
    fixture.ledger.put({ ...job, properties: { ...job.properties, state: 'Transferring' } });
    await fixture.shelf.send([serial], 'datacenter');
    await fixture.datacenter.stepDue();
    const [journal = ''] = await journalWithBytes();
    await fixture.datacenter.close();
    const linesBefore = (await readFile(journal, 'utf8'))
      .split('\n')
      .filter((line) => line.includes('"blob"'));
    expect(linesBefore.length).toBeLessThan(files.length);
    await writeFile(journal, '{"type":"target","ind', { flag: 'a' });
    fixture.datacenter = await openDatacenter(fixture.parts());
    await fixture.datacenter.runDue();
    expect(fixture.ledger.drive(job.id, serial)).toMatchObject({
      copyStatus: 'Completed',
      bytesSucceeded: 12 * mebibyte,
    });
    const names: string[] = [];
    for await (const { name } of blobs.service.getContainerClient('seed').listBlobsFlat()) names.push(name);
    expect(names.sort()).toEqual(files.map(({ name }) => name).sort());
    for (const file of files)
      expect((await fixture.download('seed', file.name)).equals(file.bytes)).toBe(true);
    const lines = (await readFile(journal, 'utf8'))
      .split('\n')
      .filter((line) => line.includes('"type":"blob"'));
    expect(lines).toHaveLength(files.length);
  });
});

/** Waits until the transfer has written down its first finished blob. */
async function journalWithBytes(): Promise<string[]> {
  const transfers = join(fixture.folder, 'datacenter', 'transfers');
  for (;;) {
    const names = await readdir(transfers).catch(() => []);
    const paths = names.map((name) => join(transfers, name));
    for (const path of paths) {
      if ((await stat(path)).size > 0 && (await readFile(path, 'utf8')).includes('"type":"blob"'))
        return paths;
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

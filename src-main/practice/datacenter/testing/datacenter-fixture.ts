/** @file A datacenter with one drive on its shelf, import jobs in memory and blobs in an Azurite of its own, for tests. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSilentLog } from '../../../platform/node/silent-log.ts';
import { drivePaths } from '../../drives/drive-record.ts';
import { type DriveShelf, openDriveShelf } from '../../drives/drive-shelf.ts';
import type { PracticeImportJob } from '../../ports.ts';
import { type FolderClock, openPracticeClock } from '../../world/practice-clock.ts';
import { type DatacenterParts, openDatacenter, type PracticeDatacenter } from '../datacenter.ts';
import { MemoryLedger, shippingJob, type startTestBlobs, type TestDrive } from './prepared-drives.ts';

export const mebibyte = 1024 * 1024;
export const serial = 'PRACTICE0001';

export type TestBlobs = Awaited<ReturnType<typeof startTestBlobs>>;

export async function flipByte(path: string, offset: number): Promise<void> {
  const content = await readFile(path);
  content[offset] = (content[offset] ?? 0) ^ 1;
  await writeFile(path, content);
}

export class DatacenterFixture {
  readonly blobs: TestBlobs;
  readonly folder: string;
  readonly shelf: DriveShelf;
  readonly clock: FolderClock;
  readonly ledger = new MemoryLedger();
  #datacenter: PracticeDatacenter | undefined;

  private constructor(blobs: TestBlobs, folder: string, clock: FolderClock) {
    this.blobs = blobs;
    this.folder = folder;
    this.shelf = openDriveShelf(join(folder, 'drives'));
    this.clock = clock;
  }

  /** Empties the blobs and opens everything else anew. */
  static async open(blobs: TestBlobs): Promise<DatacenterFixture> {
    const folder = await mkdtemp(join(tmpdir(), 'practice-datacenter-'));
    const fixture = new DatacenterFixture(blobs, folder, await openPracticeClock(folder));
    for await (const { name } of blobs.service.listContainers()) await blobs.service.deleteContainer(name);
    await fixture.shelf.attachDrive(32 * mebibyte);
    fixture.datacenter = await openDatacenter(fixture.parts());
    return fixture;
  }

  get datacenter(): PracticeDatacenter {
    if (this.#datacenter === undefined) throw new Error('The datacenter is not open');
    return this.#datacenter;
  }

  set datacenter(datacenter: PracticeDatacenter) {
    this.#datacenter = datacenter;
  }

  parts(): DatacenterParts {
    return {
      folder: join(this.folder, 'datacenter'),
      azure: { importJobs: this.ledger, blobService: () => this.blobs.service },
      shelf: this.shelf,
      clock: this.clock,
      log: createSilentLog(),
    };
  }

  async close(): Promise<void> {
    await this.datacenter.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Ships a job with these drives and goes from event to event until nothing but its removal is left. */
  async ship(drives: readonly TestDrive[], more: Record<string, unknown> = {}) {
    const job = shippingJob('seed-fs01', this.blobs.account, drives, this.clock.now(), more);
    this.ledger.put(job);
    const driveSerials = drives.map(({ driveId }) => driveId);
    await this.shelf.send(driveSerials, 'parcel');
    await this.datacenter.acceptParcel({
      importJobName: job.name,
      resourceGroup: 'RG',
      subscriptionId: 'sub',
      carrierName: 'DHL',
      trackingNumber: '1Z',
      driveSerials,
    });
    return { job, ...(await this.finish(job)) };
  }

  async finish(job: PracticeImportJob) {
    const states: unknown[] = [];
    const events: string[] = [];
    for (let event = this.datacenter.nextEvent(); event !== undefined; event = this.datacenter.nextEvent()) {
      events.push(event.code);
      await this.clock.advanceTo(event.at);
      await this.datacenter.runDue();
      states.push(this.ledger.get(job.id)?.properties.state);
    }
    return { states, events };
  }

  async download(container: string, name: string): Promise<Buffer> {
    return this.blobs.service.getContainerClient(container).getBlobClient(name).downloadToBuffer();
  }

  /** Text of a log that a drive of the job points to. */
  async log(uri: unknown): Promise<string> {
    const [container = '', ...name] = new URL(String(uri)).pathname.split('/').slice(2);
    return (await this.download(container, decodeURIComponent(name.join('/')))).toString('utf8');
  }

  /** File of the locked drive whose content begins as these bytes do. */
  async sealedFile(bytes: Uint8Array): Promise<string> {
    const { sealed } = drivePaths((await this.shelf.bySerial(serial))?.folder ?? '');
    for (const name of await readdir(sealed)) {
      const content = await readFile(join(sealed, name));
      const begin = content.subarray(0, 16);
      if (begin.length > 0 && begin.equals(bytes.subarray(0, 16))) return join(sealed, name);
    }
    throw new Error('No such file on the drive');
  }
}

/** @file Parts for tests of the datacenter: blobs in an Azurite of their own, import jobs in memory, prepared drives. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { practiceDiskPlatform } from '../../../platform/practice/practice-disk-platform.ts';
import { startMemoryAzurite } from '../../../testing/azurite.ts';
import { identityOf } from '../../drives/drive-record.ts';
import type { DriveShelf } from '../../drives/drive-shelf.ts';
import type { ImportJobLedger, PracticeImportJob } from '../../ports.ts';

const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex').toUpperCase();
const rangeBytes = 4 * 1024 * 1024;
const accountName = 'practicetest';

export async function startTestBlobs(folder: string) {
  return { ...(await startMemoryAzurite(folder, accountName)), account: accountName };
}

/** Import jobs in memory with the ledger's rules. */
export class MemoryLedger implements ImportJobLedger {
  readonly #jobs = new Map<string, PracticeImportJob>();

  put(job: PracticeImportJob): void {
    this.#jobs.set(job.id, job);
  }
  list(): readonly PracticeImportJob[] {
    return [...this.#jobs.values()];
  }
  get(id: string): PracticeImportJob | undefined {
    return this.#jobs.get(id);
  }
  async update(id: string, properties: Readonly<Record<string, unknown>>): Promise<void> {
    const job = this.#jobs.get(id);
    if (job !== undefined) this.put({ ...job, properties: { ...job.properties, ...properties } });
  }
  async updateDrive(id: string, driveId: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
    const list = (this.#jobs.get(id)?.properties.driveList ?? []) as Record<string, unknown>[];
    const driveList = list.map((drive) => (drive.driveId === driveId ? { ...drive, ...fields } : drive));
    await this.update(id, { driveList });
  }
  async delete(id: string): Promise<void> {
    this.#jobs.delete(id);
  }
  /** One drive's wire fields. */
  drive(id: string, driveId: string): Record<string, unknown> {
    const list = (this.#jobs.get(id)?.properties.driveList ?? []) as Record<string, unknown>[];
    return list.find((drive) => drive.driveId === driveId) ?? {};
  }
}

export interface PreparedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly kind?: 'page' | 'block';
  readonly disposition?: string;
  readonly blobPath?: string;
  /** Further elements of the Blob. */
  readonly more?: string;
}

function blobXml(file: PreparedFile): string {
  const [list, part] = file.kind === 'block' ? ['BlockList', 'Block'] : ['PageRangeList', 'PageRange'];
  const parts: string[] = [];
  for (let offset = 0; offset < file.bytes.length; offset += rangeBytes) {
    const bytes = file.bytes.subarray(offset, offset + rangeBytes);
    parts.push(`<${part} Offset="${offset}" Length="${bytes.length}" Hash="${md5Of(bytes)}" />`);
  }
  return `<Blob><BlobPath>${file.blobPath ?? `seed/${file.name}`}</BlobPath><FilePath>\\seed-001\\${file.name}</FilePath>
<Length>${file.bytes.length}</Length><ImportDisposition>${file.disposition ?? 'rename'}</ImportDisposition>
<${list}>${parts.join('\n')}</${list}>${file.more ?? ''}</Blob>`;
}

export interface TestDrive {
  readonly driveId: string;
  readonly recoveryPassword: string;
  readonly manifestFile: string;
  readonly manifestHash: string;
}

/** Formats and encrypts a practice drive through its port, writes files and a manifest on it, and locks it. */
export async function prepareDrive(
  shelf: DriveShelf,
  serial: string,
  files: readonly PreparedFile[],
  change: (manifest: string) => string = (manifest) => manifest,
): Promise<TestDrive> {
  const disks = practiceDiskPlatform(shelf, { encryptMilliseconds: 1 });
  const drive = await shelf.bySerial(serial);
  if (drive === undefined) throw new Error(`No drive ${serial}`);
  const identity = identityOf(drive.record);
  const { rootPath } = await disks.createVolume(identity, 'SEED');
  const { recoveryPassword } = await disks.encrypt(identity, () => undefined);
  for (const file of files) {
    const path = join(rootPath, 'seed-001', file.name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.bytes);
  }
  const manifest = change(
    `<?xml version="1.0" encoding="UTF-8"?>\n<DriveManifest Version="2014-11-01"><Drive><DriveId>${serial}</DriveId>
<BlobList>${files.map(blobXml).join('\n')}</BlobList></Drive></DriveManifest>\n`,
  );
  await writeFile(join(rootPath, 'DriveManifest.xml'), manifest);
  await disks.lock(identity);
  return {
    driveId: serial,
    recoveryPassword,
    manifestFile: '\\DriveManifest.xml',
    manifestHash: md5Of(Buffer.from(manifest)),
  };
}

/** An import job in state Shipping with these drives. */
export function shippingJob(
  name: string,
  account: string,
  drives: readonly TestDrive[],
  now: Date,
  more: Readonly<Record<string, unknown>> = {},
): PracticeImportJob {
  const base = '/subscriptions/sub/resourceGroups/rg/providers';
  return {
    id: `${base}/Microsoft.ImportExport/jobs/${name}`.toLowerCase(),
    name,
    subscriptionId: 'sub',
    resourceGroup: 'rg',
    location: 'West Europe',
    properties: {
      state: 'Shipping',
      storageAccountId: `${base}/Microsoft.Storage/storageAccounts/${account}`,
      driveList: drives.map(({ recoveryPassword: _kept, ...drive }) => ({ ...drive, state: 'Specified' })),
      ...more,
    },
    recoveryPasswords: Object.fromEntries(
      drives.map(({ driveId, recoveryPassword }) => [driveId, recoveryPassword]),
    ),
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
  };
}

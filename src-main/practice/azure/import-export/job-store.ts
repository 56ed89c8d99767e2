import { join } from 'node:path';
import { z } from 'zod';
import type { ImportJobLedger, PracticeImportJob } from '../../ports.ts';
import { JsonDocument } from '../state/json-document.ts';

const jobSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  subscriptionId: z.string(),
  resourceGroup: z.string(),
  /** As last sent in PUT: `westus` or `West US`. */
  location: z.string(),
  tags: z.record(z.string(), z.string()),
  properties: z.record(z.string(), z.unknown()),
  identity: z.record(z.string(), z.unknown()),
  createdBy: z.string(),
  createdByType: z.string(),
  createdAt: z.string(),
  lastModifiedBy: z.string(),
  lastModifiedByType: z.string(),
  updatedAt: z.string(),
});
export type StoredJob = z.infer<typeof jobSchema>;

const jobsSchema = z.record(z.string(), jobSchema);
const passwordsSchema = z.record(z.string(), z.record(z.string(), z.string()));

/** An entry of `driveList` as it is stored and answered; the recovery password is never part of it. */
export type StoredDrive = Record<string, unknown> & { driveId: string };

/** Drives of a job; an export job has none before the datacenter gave it some. */
export function drivesOf(job: Pick<StoredJob, 'properties'>): StoredDrive[] {
  return (job.properties.driveList ?? []) as StoredDrive[];
}

/** Import jobs in one file, their recovery passwords in another, both readable by the owner only. */
export class ImportJobStore {
  readonly #jobs: JsonDocument<Record<string, StoredJob>>;
  readonly #passwords: JsonDocument<Record<string, Record<string, string>>>;

  private constructor(
    jobs: JsonDocument<Record<string, StoredJob>>,
    passwords: JsonDocument<Record<string, Record<string, string>>>,
  ) {
    this.#jobs = jobs;
    this.#passwords = passwords;
  }

  /** @throws AppError `practice.stateDamaged` */
  static async open(folder: string): Promise<ImportJobStore> {
    return new ImportJobStore(
      await JsonDocument.open(join(folder, 'import-jobs.json'), jobsSchema, () => ({})),
      await JsonDocument.open(join(folder, 'recovery-passwords.json'), passwordsSchema, () => ({})),
    );
  }

  list(): readonly StoredJob[] {
    return Object.values(this.#jobs.value);
  }

  get(id: string): StoredJob | undefined {
    return this.#jobs.value[id.toLowerCase()];
  }

  passwordsOf(id: string): Readonly<Record<string, string>> {
    return this.#passwords.value[id.toLowerCase()] ?? {};
  }

  /**
   * Stores a job with its passwords. Memory changes at once, before anything is awaited, so that what the datacenter writes
   * meanwhile is not lost; on the disk the passwords go first, so that no answered job is ever without its keys.
   */
  async put(job: StoredJob, passwords: Readonly<Record<string, string>>): Promise<void> {
    const key = job.id.toLowerCase();
    this.#passwords.value[key] = { ...passwords };
    this.#jobs.value[key] = job;
    await this.#passwords.save();
    await this.#jobs.save();
  }

  async delete(id: string): Promise<void> {
    const key = id.toLowerCase();
    delete this.#jobs.value[key];
    delete this.#passwords.value[key];
    await this.#jobs.save();
    await this.#passwords.save();
  }

  async settle(): Promise<void> {
    await this.#jobs.settle();
    await this.#passwords.settle();
  }

  /** The datacenter's access: no client rules, practice time stays with the job's last client change. */
  ledger(): ImportJobLedger {
    const find = (id: string): StoredJob => {
      const job = this.get(id);
      if (job === undefined) throw new Error(`No import job ${id}`);
      return job;
    };
    return {
      list: () => this.list().map((job) => this.#forDatacenter(job)),
      get: (id) => {
        const job = this.get(id);
        return job === undefined ? undefined : this.#forDatacenter(job);
      },
      update: async (id, properties) => {
        Object.assign(find(id).properties, structuredClone(properties));
        await this.#jobs.save();
      },
      updateDrive: async (id, driveId, fields) => {
        const drive = drivesOf(find(id)).find((candidate) => candidate.driveId === driveId);
        if (drive === undefined) throw new Error(`Import job ${id} has no drive ${driveId}`);
        Object.assign(drive, structuredClone(fields));
        await this.#jobs.save();
      },
      delete: (id) => this.delete(id),
    };
  }

  #forDatacenter(job: StoredJob): PracticeImportJob {
    return {
      id: job.id.toLowerCase(),
      name: job.name,
      subscriptionId: job.subscriptionId,
      resourceGroup: job.resourceGroup,
      location: job.location,
      properties: structuredClone(job.properties),
      recoveryPasswords: this.passwordsOf(job.id),
      createdAt: job.createdAt,
      updatedAt: job.updatedAt,
    };
  }
}

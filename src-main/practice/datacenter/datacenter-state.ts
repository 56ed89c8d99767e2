/** @file What the datacenter remembers besides the import jobs themselves: parcels that came in, and since when a job is where it is. */
import { z } from 'zod';
import type { PracticeImportJob } from '../ports.ts';
import { readStateFile, writeStateFile } from '../world/state-file.ts';

const instant = z.iso.datetime();

export const parcelSchema = z.strictObject({
  importJobName: z.string().min(1).max(64),
  resourceGroup: z.string().min(1).max(128),
  subscriptionId: z.string().min(1).max(64),
  carrierName: z.string().max(256),
  trackingNumber: z.string().max(256),
  driveSerials: z.array(z.string().min(1).max(64)).max(64),
});

export const handedParcelSchema = parcelSchema.extend({ handedOverAt: instant, arrivesAt: instant });
export type HandedParcel = Readonly<z.infer<typeof handedParcelSchema>>;

export const jobStaySchema = z.strictObject({
  state: z.string(),
  /** When the job entered that state, in practice time. */
  since: instant,
  /** When every drive of the job was dealt with. */
  transferFinishedAt: instant.optional(),
});
export type JobStay = Readonly<z.infer<typeof jobStaySchema>>;

const stateSchema = z.strictObject({
  format: z.literal('practice-datacenter'),
  version: z.literal(1),
  parcels: z.array(handedParcelSchema),
  /** By ARM id in lower case. */
  jobs: z.record(z.string(), jobStaySchema),
});
type State = z.infer<typeof stateSchema>;

const jobKey = (parcel: Pick<HandedParcel, 'importJobName' | 'resourceGroup' | 'subscriptionId'>): string =>
  `${parcel.subscriptionId}/${parcel.resourceGroup}/${parcel.importJobName}`.toLowerCase();

/** Durable state; every change is on disk when its promise resolves. */
export class DatacenterState {
  readonly #path: string;
  readonly #state: State;
  #lastWrite: Promise<void> = Promise.resolve();

  private constructor(path: string, state: State) {
    this.#path = path;
    this.#state = state;
  }

  static async open(path: string): Promise<DatacenterState> {
    const state = await readStateFile(path, stateSchema);
    return new DatacenterState(
      path,
      state ?? { format: 'practice-datacenter', version: 1, parcels: [], jobs: {} },
    );
  }

  #write(): Promise<void> {
    this.#lastWrite = this.#lastWrite
      .catch(() => undefined)
      .then(() => writeStateFile(this.#path, this.#state));
    return this.#lastWrite;
  }

  /** The newest parcel for a job; parcels of an earlier job of the same name do not count. */
  parcelFor(job: PracticeImportJob): HandedParcel | undefined {
    const key = jobKey({ ...job, importJobName: job.name });
    return this.#state.parcels.findLast(
      (parcel) => jobKey(parcel) === key && Date.parse(parcel.handedOverAt) >= Date.parse(job.createdAt),
    );
  }

  async addParcel(parcel: HandedParcel): Promise<void> {
    const isSame = (other: HandedParcel): boolean =>
      jobKey(other) === jobKey(parcel) && other.trackingNumber === parcel.trackingNumber;
    const others = this.#state.parcels.filter((other) => !isSame(other));
    this.#state.parcels.splice(0, this.#state.parcels.length, ...others, parcel);
    await this.#write();
  }

  stayOf(jobId: string): JobStay | undefined {
    return this.#state.jobs[jobId];
  }

  async setStay(jobId: string, stay: JobStay): Promise<void> {
    this.#state.jobs[jobId] = stay;
    await this.#write();
  }

  async forget(jobId: string): Promise<void> {
    delete this.#state.jobs[jobId];
    await this.#write();
  }
}

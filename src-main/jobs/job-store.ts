import type { JobId } from '../../src-shared/domain/ids.ts';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';

/** Parts of a job that services may replace; identity and time stamps belong to the store. */
export type JobChange = Partial<
  Omit<JobSnapshot, 'id' | 'createdAt' | 'updatedAt' | 'role' | 'cloudId' | 'machineName'>
>;

/**
 * The durable job records and the only writer of job state. Every change is appended to the job's journal and fsynced before
 * the promise resolves; after a kill at any instant the next start finds the last resolved state.
 */
export interface JobStore {
  list(): readonly JobSnapshot[];
  /** @throws AppError `job.notFound` */
  get(jobId: JobId): JobSnapshot;
  create(
    job: Pick<JobSnapshot, 'role' | 'cloudId' | 'machineName' | 'draft'> & JobChange,
  ): Promise<JobSnapshot>;
  /**
   * Changes a job from its newest state; updates of one job are serialised.
   * @param event past-tense code for the journal, e.g. `staging.finished`
   * @param change computes the replaced parts from the newest snapshot; may throw AppError to refuse
   */
  update(jobId: JobId, event: string, change: (job: JobSnapshot) => JobChange): Promise<JobSnapshot>;
  remove(jobId: JobId): Promise<void>;
  onChange(
    listener: (change: { readonly job: JobSnapshot } | { readonly removed: JobId }) => void,
  ): () => void;
  close(): Promise<void>;
}

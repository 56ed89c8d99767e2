/** @file When the datacenter does what with a job. Pure; states and waiting times of import-export.md 1.5. */

export const dayMilliseconds = 24 * 60 * 60 * 1000;

/** Days from hand-over of the parcel to its arrival. */
export const travelDays = 3;
const daysToFirstDrive = 1;
const daysToPackaging = 1;
const daysToReturn = 1;
const daysUntilCreatingExpires = 14;
const daysUntilNeverReceived = 14;
const daysUntilUnanswered = 30;
const daysUntilRemoved = 90;

export type StepCode =
  | 'creatingExpires'
  | 'drivesReceived'
  | 'drivesMissing'
  | 'closedUnanswered'
  | 'transferStarts'
  | 'transferFinishes'
  | 'packaging'
  | 'completed'
  | 'closed'
  | 'jobRemoved';

export interface Step {
  readonly code: StepCode;
  readonly at: Date;
}

export interface JobSituation {
  readonly state: string;
  /** When the job entered its state. */
  readonly since: Date;
  /** Last change by the customer; restarts the two weeks of Creating. */
  readonly updatedAt: Date;
  readonly parcelArrivesAt: Date | undefined;
  readonly areDrivesNeverReceived: boolean;
  readonly isTransferRunning: boolean;
  readonly transferFinishedAt: Date | undefined;
  readonly hadErrors: boolean;
  readonly now: Date;
}

const later = (moment: Date, days: number): Date => new Date(moment.getTime() + days * dayMilliseconds);
const latest = (one: Date, other: Date): Date => (one > other ? one : other);

function shippingStep(job: JobSituation): Step {
  if (job.parcelArrivesAt !== undefined) {
    return { code: 'drivesReceived', at: latest(job.since, job.parcelArrivesAt) };
  }
  return job.areDrivesNeverReceived
    ? { code: 'closedUnanswered', at: later(job.since, daysUntilUnanswered) }
    : { code: 'drivesMissing', at: later(job.since, daysUntilNeverReceived) };
}

function transferStep(job: JobSituation): Step {
  if (job.transferFinishedAt !== undefined) {
    return { code: 'packaging', at: later(job.transferFinishedAt, daysToPackaging) };
  }
  return job.isTransferRunning
    ? { code: 'transferFinishes', at: job.now }
    : { code: 'transferStarts', at: job.since };
}

/** What happens to the job next by itself; undefined for states that staff would have to resolve. */
export function nextStep(job: JobSituation): Step | undefined {
  switch (job.state) {
    case 'Creating':
      return { code: 'creatingExpires', at: later(job.updatedAt, daysUntilCreatingExpires) };
    case 'Shipping':
      return shippingStep(job);
    case 'Received':
      return { code: 'transferStarts', at: later(job.since, daysToFirstDrive) };
    case 'Transferring':
      return transferStep(job);
    case 'Packaging':
      return { code: job.hadErrors ? 'closed' : 'completed', at: later(job.since, daysToReturn) };
    case 'Completed':
    case 'Closed':
      return { code: 'jobRemoved', at: later(job.since, daysUntilRemoved) };
    default:
      return undefined;
  }
}

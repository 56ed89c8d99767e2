/** @file The shipping page's work. Main process. */
import type { ShippingDetails } from '../../src-shared/contract/shipping-calls.ts';
import type { DeliveryPackage } from '../../src-shared/domain/address.ts';
import type { JobId } from '../../src-shared/domain/ids.ts';
import { hasReached, type ImportJobRecord, type JobSnapshot } from '../../src-shared/domain/job.ts';
import { drivesToShip } from '../../src-shared/domain/shipping-rules.ts';
import { sameTrackingNumber } from '../../src-shared/domain/tracking-number.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { Translate } from '../../src-shared/locales/translator.ts';
import type { ImportJobAddress, ImportJobService, ImportJobView } from '../azure/import-job-service.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { monitorAfterCommit } from '../monitor/monitor-record.ts';
import type { Clock } from '../platform/ports/clock.ts';
import type { Courier } from '../platform/ports/courier.ts';
import type { Log } from '../platform/ports/log.ts';
import type { CommittedDetails } from './committed-details.ts';
import { packagesOfOtherJobs } from './known-packages.ts';
import { writePackingSheet } from './packing-sheet.ts';
import { writeReceipt } from './receipt.ts';
import { requireValidShipping } from './validate-shipping.ts';

export interface ShippingServiceParts {
  readonly jobs: JobStore;
  readonly importJobs: ImportJobService;
  readonly courier: Courier;
  readonly clock: Clock;
  readonly log: Log;
  /** Receipts go into `shipping` below it. */
  readonly dataFolder: string;
}

export interface ShippingService {
  /**
   * Records the details, then sends them to the import job; it stays in Creating. What was typed is kept when Azure does not answer.
   * @throws AppError `job.wrongPhase`, `shipping.alreadyCommitted`, the codes of `requireValidShipping`, `azure.*`
   */
  save(jobId: JobId, details: ShippingDetails): Promise<JobSnapshot>;
  /**
   * Says that the package is on its way (R180): sends, writes the receipt (R181), hands the drives over, phase `shipped`. Repeating
   * it after a lost answer or a kill goes on where it stood.
   * @param typedText must be `yes`
   * @param translate for the words of the receipt
   * @throws AppError `shipping.notConfirmed`, `shipping.foreignDrive`, and what `save` throws
   */
  commit(
    jobId: JobId,
    details: ShippingDetails,
    typedText: string,
    translate: Translate,
  ): Promise<JobSnapshot>;
  /** Writes packing list, labels and checklist as one HTML file. @throws AppError `folder.notFound`, `folder.notWritable` */
  printSheet(jobId: JobId, folder: string, translate: Translate): Promise<{ readonly path: string }>;
}

export function createShippingService(parts: ShippingServiceParts): ShippingService {
  return {
    save: async (jobId, details) => {
      const job = await recordEntered(parts, jobId, details);
      const importJob = requireImportJob(job);
      await parts.importJobs.update(addressOf(job, importJob), details);
      parts.log.info({ jobId, hasPackage: details.deliveryPackage !== undefined }, 'shipping details sent');
      return recordSent(parts, jobId);
    },
    commit: async (jobId, details, typedText, translate) => {
      if (typedText.trim().toLowerCase() !== 'yes') throw notConfirmed();
      const deliveryPackage = requireDelivery(details);
      const before = parts.jobs.get(jobId);
      if (isCommittedWith(before, deliveryPackage)) return before;
      const job = await recordEntered(parts, jobId, details);
      const importJob = requireImportJob(job);
      await sendCommit(parts, job, importJob, { ...details, deliveryPackage });
      return finishCommit(parts, job, importJob, { ...details, deliveryPackage }, translate);
    },
    printSheet: async (jobId, folder, translate) => {
      const job = parts.jobs.get(jobId);
      const path = await writePackingSheet(job, requireImportJob(job), folder, parts.clock.now(), translate);
      return { path };
    },
  };
}

/** Checks the details and keeps them, so that nothing typed is lost when the call to Azure fails. */
async function recordEntered(
  { jobs, importJobs, clock, log }: ShippingServiceParts,
  jobId: JobId,
  details: ShippingDetails,
): Promise<JobSnapshot> {
  const job = jobs.get(jobId);
  const importJob = requireImportJob(job);
  if (job.shipping?.committedAt !== undefined) {
    throw alreadyCommitted(importJob.name, job.shipping.deliveryPackage?.trackingNumber ?? '');
  }
  // A first check without the network: a slip of typing is told at once.
  requireValidShipping(job, details, [], clock.now());
  const packages =
    details.deliveryPackage === undefined
      ? []
      : await packagesOfOtherJobs(jobs, importJobs, job, importJob, log);
  requireValidShipping(job, details, packages, clock.now());
  return jobs.update(jobId, 'shipping.entered', ({ shipping }) => {
    const { deliveryPackage: _dropped, ...kept } = shipping ?? {};
    return { shipping: { ...kept, ...details } };
  });
}

function recordSent({ jobs, clock }: ShippingServiceParts, jobId: JobId): Promise<JobSnapshot> {
  return jobs.update(jobId, 'shipping.saved', ({ shipping }) => ({
    shipping: { ...shipping, lastUpdateSentAt: clock.now().toISOString() },
  }));
}

/** Looks before it sends: an earlier answer may have been lost after the job became Shipping. */
async function sendCommit(
  { importJobs, log }: ShippingServiceParts,
  job: JobSnapshot,
  importJob: ImportJobRecord,
  details: CommittedDetails,
): Promise<void> {
  const address = addressOf(job, importJob);
  const view = await importJobs.get(address);
  requireSameDrives(job, view);
  if (view.state === 'Creating') {
    await importJobs.requestShipping(address, details);
    log.info({ jobId: job.id, importJob: importJob.name }, 'import job is shipping');
    return;
  }
  if (!sameTrackingNumber(view.deliveryTrackingNumber, details.deliveryPackage.trackingNumber))
    throw alreadyCommitted(importJob.name, view.deliveryTrackingNumber);
}

/** Hands over before the phase changes: after a kill in between, the next commit hands over again instead of never. */
async function finishCommit(
  { jobs, courier, clock, dataFolder }: ShippingServiceParts,
  job: JobSnapshot,
  importJob: ImportJobRecord,
  details: CommittedDetails,
  translate: Translate,
): Promise<JobSnapshot> {
  const committedAt = clock.now();
  const receiptFile = await writeReceipt(dataFolder, job, importJob, details, committedAt, translate);
  await courier.handOver({
    importJobName: importJob.name,
    resourceGroup: importJob.resourceGroup,
    subscriptionId: importJob.subscriptionId,
    carrierName: details.deliveryPackage.carrierName,
    trackingNumber: details.deliveryPackage.trackingNumber,
    driveSerials: drivesToShip(job).map(({ identity }) => identity.serial),
  });
  return jobs.update(job.id, 'shipping.committed', (newest) => ({
    phase: hasReached(newest, 'shipped') ? newest.phase : 'shipped',
    ...monitorAfterCommit(newest.monitor, committedAt),
    shipping: {
      ...newest.shipping,
      committedAt: committedAt.toISOString(),
      lastUpdateSentAt: committedAt.toISOString(),
      receiptFile,
    },
  }));
}

const addressOf = (job: JobSnapshot, importJob: ImportJobRecord): ImportJobAddress => ({
  cloudId: job.cloudId,
  subscriptionId: importJob.subscriptionId,
  resourceGroup: importJob.resourceGroup,
  name: importJob.name,
});

function isCommittedWith({ shipping }: JobSnapshot, delivery: DeliveryPackage): boolean {
  const sent = shipping?.deliveryPackage;
  if (shipping?.committedAt === undefined || sent === undefined) return false;
  return sameTrackingNumber(sent.trackingNumber, delivery.trackingNumber);
}

/** A drive that is not in the job's list would be sent back unprocessed (import-export.md 1.6). */
function requireSameDrives(job: JobSnapshot, view: ImportJobView): void {
  const key = (serial: string): string => serial.replace(/\s+/g, '').toUpperCase();
  const listed = new Set(view.drives.map(({ driveId }) => key(driveId)));
  const serials = drivesToShip(job).map(({ identity }) => identity.serial);
  const foreign = serials.filter((serial) => !listed.has(key(serial)));
  if (foreign.length === 0 && listed.size === serials.length) return;
  throw new AppError({
    kind: 'user',
    code: 'shipping.foreignDrive',
    params: { importJob: view.name, serials: foreign.join(', ') || serials.join(', ') },
  });
}

function requireImportJob(job: JobSnapshot): ImportJobRecord {
  if (job.importJob !== undefined) return job.importJob;
  throw new AppError({
    kind: 'user',
    code: 'job.wrongPhase',
    params: { phase: job.phase, needed: 'jobCreated' },
  });
}

function requireDelivery({ deliveryPackage }: ShippingDetails): DeliveryPackage {
  if (deliveryPackage !== undefined) return deliveryPackage;
  throw new AppError({
    kind: 'user',
    code: 'shipping.carrierMissing',
    field: 'deliveryPackage.carrierName',
  });
}

function notConfirmed(): AppError {
  return new AppError({
    kind: 'user',
    code: 'shipping.notConfirmed',
    params: { word: 'yes' },
    field: 'typedText',
  });
}

function alreadyCommitted(name: string, trackingNumber: string): AppError {
  return new AppError({ kind: 'user', code: 'shipping.alreadyCommitted', params: { name, trackingNumber } });
}

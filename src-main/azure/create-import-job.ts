import type { ReturnAddress } from '../../src-shared/domain/address.ts';
import { maximumDrivesPerJob } from '../../src-shared/domain/capacity-plan.ts';
import type { JobId } from '../../src-shared/domain/ids.ts';
import type { OfflineDetails } from '../../src-shared/domain/initiate-draft.ts';
import { hasReached, type ImportJobRecord, type JobSnapshot } from '../../src-shared/domain/job.ts';
import { brokenImportJobNameRule } from '../../src-shared/domain/naming-rules.ts';
import { missingAddressFields } from '../../src-shared/domain/shipping-rules.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { Clock } from '../platform/ports/clock.ts';
import type { Log } from '../platform/ports/log.ts';
import type { AzureResources, AzureScope } from './azure-resources.ts';
import { hasShipTo } from './classic-import-job-wire.ts';
import { requireContainerName } from './containers.ts';
import type { DriveForImport, ImportJobService, ImportJobView, ShipToSite } from './import-job-service.ts';
import { importExportProvider } from './providers.ts';
import { storageAccountId } from './resource-id.ts';

export interface ImportJobCreatorParts {
  readonly jobs: JobStore;
  readonly importJobs: ImportJobService;
  readonly resources: AzureResources;
  /** Finished drives of a job with their keys, held in memory only. */
  readonly driveListForImport: (jobId: JobId) => Promise<readonly DriveForImport[]>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ImportJobCreator {
  /**
   * Creates the import job for the finished drives and records it: phase `jobCreated`, ship-to address, return address. Doing it
   * again after a lost answer or a kill adopts what is there.
   * @throws AppError `job.wrongPhase`, `shipping.noDrives`, `disk.tooManyForJob`, `azure.importJobNameInvalid`,
   * `azure.containerInvalid`, `azure.storageAccountInvalid`, `azure.providerNotRegistered`, `azure.addressIncomplete`,
   * `azure.importJobExists`, `azure.importJobDiffers`, `azure.shipToMissing`, sign-in and network codes
   */
  createImportJob(jobId: JobId, contact: ReturnAddress): Promise<JobSnapshot>;
}

export function createImportJobCreator(parts: ImportJobCreatorParts): ImportJobCreator {
  return {
    createImportJob: async (jobId, contact) => {
      const job = parts.jobs.get(jobId);
      if (job.importJob !== undefined) return job;
      requirePrepared(job);
      const details = job.draft.offlineDetails;
      requireImportJobName(details.importJobName);
      requireContainerName(details.container);
      requireContact(contact);
      const drives = requireDrives(await parts.driveListForImport(jobId));
      const { view, site, resourceGroup } = await createAtAzure(parts, job, contact, drives);
      const record = toRecord(details, resourceGroup, view, site, parts.clock.now());
      parts.log.info({ jobId, importJob: view.name, drives: drives.length }, 'import job created');
      return parts.jobs.update(jobId, 'importJob.created', (newest) => ({
        phase: hasReached(newest, 'jobCreated') ? newest.phase : 'jobCreated',
        importJob: record,
        shipping: { ...newest.shipping, returnAddress: contact },
      }));
    },
  };
}

interface CreatedAtAzure {
  readonly view: ImportJobView;
  readonly site: ShipToSite;
  readonly resourceGroup: string;
}

async function createAtAzure(
  { importJobs, resources }: ImportJobCreatorParts,
  job: JobSnapshot,
  returnAddress: ReturnAddress,
  drives: readonly DriveForImport[],
): Promise<CreatedAtAzure> {
  const { subscriptionId, storageAccount, container, importJobName } = job.draft.offlineDetails;
  const scope: AzureScope = { cloudId: job.cloudId, subscriptionId };
  const account = await resources.usableStorageAccount(scope, storageAccount);
  await requireProvider(resources, scope);
  await resources.createContainer(
    { ...scope, resourceGroup: account.resourceGroup, storageAccount },
    container,
  );
  const site = await importJobs.shipTo(scope, account.region);
  const resourceGroup = job.draft.offlineDetails.resourceGroup || account.resourceGroup;
  const view = await importJobs.create({
    address: { ...scope, resourceGroup, name: importJobName },
    location: site.location,
    storageAccountId: storageAccountId(subscriptionId, account.resourceGroup, storageAccount),
    returnAddress,
    drives,
  });
  if (!hasShipTo(view.shipTo)) throw shipToMissing(view);
  return { view, site, resourceGroup };
}

function toRecord(
  details: OfflineDetails,
  resourceGroup: string,
  view: ImportJobView,
  site: ShipToSite,
  now: Date,
): ImportJobRecord {
  return {
    name: view.name,
    subscriptionId: details.subscriptionId,
    resourceGroup,
    location: view.location,
    storageAccount: details.storageAccount,
    container: details.container,
    // Of an adopted job the two weeks run already.
    createdAt: (view.createdAt ?? now).toISOString(),
    shipTo: view.shipTo,
    carriers: [...site.carriers],
  };
}

async function requireProvider(resources: AzureResources, scope: AzureScope): Promise<void> {
  const state = await resources.providerState(scope, importExportProvider);
  if (state === 'Registered') return;
  throw new AppError({
    kind: 'azure',
    code: 'azure.providerNotRegistered',
    params: { provider: importExportProvider, subscriptionId: scope.subscriptionId, state },
    field: 'subscriptionId',
    retry: 'same-call',
  });
}

function requirePrepared(job: JobSnapshot): void {
  if (hasReached(job, 'prepared')) return;
  throw new AppError({
    kind: 'user',
    code: 'job.wrongPhase',
    params: { phase: job.phase, needed: 'prepared' },
  });
}

/** @throws AppError `azure.importJobNameInvalid` with the broken rule */
function requireImportJobName(name: string): void {
  const rule = brokenImportJobNameRule(name);
  if (rule === undefined) return;
  throw new AppError({
    kind: 'user',
    code: 'azure.importJobNameInvalid',
    params: { name, rule },
    field: 'importJobName',
    retry: 'choose-again',
  });
}

function requireContact(contact: ReturnAddress): void {
  const [first, ...rest] = missingAddressFields(contact);
  if (first === undefined) return;
  throw new AppError({
    kind: 'user',
    code: 'azure.addressIncomplete',
    params: { fields: [first, ...rest].join(', ') },
    field: `contact.${first}`,
  });
}

function requireDrives(drives: readonly DriveForImport[]): readonly DriveForImport[] {
  if (drives.length === 0) throw new AppError({ kind: 'user', code: 'shipping.noDrives' });
  if (drives.length <= maximumDrivesPerJob) return drives;
  throw new AppError({
    kind: 'user',
    code: 'disk.tooManyForJob',
    params: { count: drives.length, maximum: maximumDrivesPerJob },
  });
}

function shipToMissing(view: ImportJobView): AppError {
  return new AppError({
    kind: 'azure',
    code: 'azure.shipToMissing',
    params: { region: view.location },
    retry: 'same-call',
  });
}

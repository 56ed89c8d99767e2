/** @file Import jobs of `Microsoft.ImportExport`, api-version 2021-01-01 (import-export.md 1). */
import type { Location, StorageImportExport, UpdateJobParameters } from '@azure/arm-storageimportexport';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { importExportClient } from './arm-clients.ts';
import { type AzureCall, callAzure, isUnreachable, statusOf } from './azure-errors.ts';
import type { SessionSource } from './azure-resources.ts';
import { compareJobs, toDriveStatus, toView } from './classic-import-job-wire.ts';
import type {
  ImportJobAddress,
  ImportJobChange,
  ImportJobService,
  ImportJobView,
  NewImportJob,
  ShipToSite,
} from './import-job-service.ts';
import { importExportProvider } from './providers.ts';
import { nameOf, regionKey } from './resource-id.ts';

const nameField = 'importJobName';

type JobScope = Pick<ImportJobAddress, 'cloudId' | 'subscriptionId'>;

function jobCall({ cloudId, name }: ImportJobAddress): AzureCall {
  return { cloudId, resource: name, params: { name } };
}

/** @param account who is signed in */
export function createClassicImportJobService(account: SessionSource): ImportJobService {
  const open = async ({ cloudId, subscriptionId }: JobScope): Promise<StorageImportExport> =>
    importExportClient(await account.session(cloudId), subscriptionId);
  const onJob = <Value>(
    address: ImportJobAddress,
    run: (client: StorageImportExport) => Promise<Value>,
  ): Promise<Value> => callAzure(jobCall(address), async () => run(await open(address)));
  const update = (address: ImportJobAddress, body: UpdateJobParameters): Promise<ImportJobView> =>
    onJob(address, async ({ jobs }) => toView(await jobs.update(address.name, address.resourceGroup, body)));
  return {
    shipTo: (scope, region) =>
      callAzure({ cloudId: scope.cloudId, resource: region }, async () =>
        chooseSite(await open(scope), region),
      ),
    create: (job) => onJob(job.address, (client) => create(client, job)),
    get: (address) =>
      onJob(address, async ({ jobs }) => toView(await jobs.get(address.name, address.resourceGroup))),
    update: (address, change) => update(address, toBody(change)),
    requestShipping: (address, change) => update(address, { ...toBody(change), state: 'Shipping' }),
    cancel: (address) => update(address, { cancelRequested: true }),
    delete: (address) => onJob(address, ({ jobs }) => jobs.delete(address.name, address.resourceGroup)),
    list: (scope) =>
      callAzure({ cloudId: scope.cloudId, resource: importExportProvider }, async () => {
        const views: ImportJobView[] = [];
        const { jobs } = await open(scope);
        for await (const job of jobs.listBySubscription({ top: 100 })) views.push(toView(job));
        return views;
      }),
    recoveryPasswords: (address) =>
      onJob(address, async ({ bitLockerKeys }) => {
        const keys = new Map<string, string>();
        for await (const { driveId, bitLockerKey } of bitLockerKeys.list(address.name, address.resourceGroup))
          if (driveId !== undefined && bitLockerKey !== undefined) keys.set(driveId, bitLockerKey);
        return keys;
      }),
  };
}

function toBody(change: ImportJobChange): UpdateJobParameters {
  const { returnAddress, returnShipping, deliveryPackage } = change;
  return {
    ...(returnAddress === undefined ? {} : { returnAddress: withoutAbsent(returnAddress) }),
    ...(returnShipping === undefined ? {} : { returnShipping }),
    ...(deliveryPackage === undefined ? {} : { deliveryPackage }),
  };
}

/** A record may carry members that are `undefined`; the SDK's types refuse them. */
function withoutAbsent(address: NonNullable<ImportJobChange['returnAddress']>) {
  const { streetAddress2, stateOrProvince, ...required } = address;
  return {
    ...required,
    ...(streetAddress2 === undefined ? {} : { streetAddress2 }),
    ...(stateOrProvince === undefined ? {} : { stateOrProvince }),
  };
}

async function find({ jobs }: StorageImportExport, job: NewImportJob): Promise<ImportJobView | undefined> {
  try {
    return toView(await jobs.get(job.address.name, job.address.resourceGroup));
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** Looks first, because PUT replaces: a job of the same name must not lose its drives to ours. */
async function create(client: StorageImportExport, job: NewImportJob): Promise<ImportJobView> {
  const existing = await find(client, job);
  if (existing !== undefined) return adopt(existing, job);
  try {
    return toView(await put(client, job));
  } catch (error) {
    if (!isUnreachable(error) && (statusOf(error) ?? 0) < 500) throw error;
    // The answer may be lost while the job is there.
    const created = await find(client, job).catch(() => undefined);
    if (created === undefined) throw error;
    return adopt(created, job);
  }
}

function put({ jobs }: StorageImportExport, job: NewImportJob) {
  return jobs.create(job.address.name, job.address.resourceGroup, {
    location: job.location,
    properties: {
      storageAccountId: job.storageAccountId,
      jobType: 'Import',
      returnAddress: withoutAbsent(job.returnAddress),
      diagnosticsPath: 'waimportexport',
      logLevel: 'Verbose',
      backupDriveManifest: true,
      driveList: job.drives.map(toDriveStatus),
    },
  });
}

function adopt(existing: ImportJobView, job: NewImportJob): ImportJobView {
  const comparison = compareJobs(existing, job);
  if (comparison === 'same') return existing;
  throw new AppError({
    kind: 'user',
    code: comparison === 'otherDrives' ? 'azure.importJobExists' : 'azure.importJobDiffers',
    params: { name: job.address.name, state: existing.state },
    field: nameField,
    retry: 'choose-again',
  });
}

/**
 * Site for a region (import-export.md 1.10): the region's own, when it is among its alternates or has none; else the first
 * alternate that answers, since regions are redirected for good or for maintenance.
 */
async function chooseSite({ locations }: StorageImportExport, region: string): Promise<ShipToSite> {
  const own = await getLocation(locations, region);
  if (own === undefined) throw shipToMissing(region);
  const alternates = (own.alternateLocations ?? []).map(nameOf).filter((name) => name !== '');
  const ownName = own.name ?? region;
  const isOwn = alternates.some((name) => regionKey(name) === regionKey(ownName));
  if (alternates.length === 0 || isOwn) return toSite(own, region);
  for (const name of alternates) {
    const alternate = await getLocation(locations, name);
    if (alternate !== undefined) return toSite(alternate, name);
  }
  throw shipToMissing(region);
}

async function getLocation(
  locations: StorageImportExport['locations'],
  name: string,
): Promise<Location | undefined> {
  try {
    return await locations.get(regionKey(name));
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

function toSite(location: Location, asked: string): ShipToSite {
  const carriers = (location.supportedCarriers ?? []).map((carrier) => carrier.trim());
  return {
    location: regionKey(location.name ?? asked),
    carriers: carriers.filter((carrier) => carrier !== '').slice(0, 32),
  };
}

function shipToMissing(region: string): AppError {
  return new AppError({
    kind: 'azure',
    code: 'azure.shipToMissing',
    params: { region },
    field: 'storageAccount',
    retry: 'choose-again',
  });
}

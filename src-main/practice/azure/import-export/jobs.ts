import { practiceTenantId } from '../entra/directory.ts';
import type { Caller } from '../entra/tokens.ts';
import { type ArmWorld, sameName } from '../resource-manager/arm-context.ts';
import { ArmRefusal } from '../resource-manager/arm-refusal.ts';
import type { JobDetails, PutJob, SentDrive, UpdateJob } from './job-model.ts';
import { checkChangeable, checkReplaceable, nextClientState } from './job-rules.ts';
import { drivesOf, type ImportJobStore, type StoredDrive, type StoredJob } from './job-store.ts';
import { findShippingLocation, shippingAddressOf } from './locations.ts';

export interface JobPlace {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly jobName: string;
}

export const jobIdOf = (place: JobPlace): string =>
  `/subscriptions/${place.subscriptionId}/resourceGroups/${place.resourceGroup}/providers/Microsoft.ImportExport/jobs/${place.jobName}`;

/** Changes that clients make to import jobs. Any of them in Creating starts the two weeks anew (1.5). */
export class ImportJobService {
  readonly #world: ArmWorld;
  readonly #store: ImportJobStore;

  constructor(world: ArmWorld, store: ImportJobStore) {
    this.#world = world;
    this.#store = store;
  }

  /**
   * Jobs_Create: makes a job, or replaces one that is still in Creating.
   * @throws ArmRefusal
   */
  async put(place: JobPlace, body: PutJob, caller: Caller): Promise<{ job: StoredJob; isNew: boolean }> {
    const existing = this.#store.get(jobIdOf(place));
    if (existing !== undefined) checkReplaceable(String(existing.properties.state));
    const location = findShippingLocation(body.location);
    if (location === undefined) {
      throw new ArmRefusal(
        400,
        'LocationNotAvailableForResourceType',
        `The location '${body.location}' is not available for resource type 'Microsoft.ImportExport/jobs'.`,
        {
          target: 'location',
        },
      );
    }
    this.#checkAccount(body.properties.storageAccountId);
    const { additionalShippingInformation, ...address } = shippingAddressOf(location);
    const properties = newProperties(body.properties, {
      ...address,
      additionalInformation: additionalShippingInformation ?? '',
    });
    properties.state = nextClientState('Creating', body.properties.state, properties);
    const stamps = this.#stamps(caller);
    const job: StoredJob = {
      id: existing?.id ?? jobIdOf(place),
      name: existing?.name ?? place.jobName,
      subscriptionId: place.subscriptionId,
      resourceGroup: place.resourceGroup,
      location: body.location,
      tags: body.tags ?? {},
      properties,
      identity: identityOf(body),
      createdBy: existing?.createdBy ?? stamps.lastModifiedBy,
      createdByType: existing?.createdByType ?? stamps.lastModifiedByType,
      createdAt: existing?.createdAt ?? stamps.updatedAt,
      ...stamps,
    };
    await this.#store.put(job, passwordsIn(body.properties.driveList ?? [], this.#store.passwordsOf(job.id)));
    return { job, isNew: existing === undefined };
  }

  /**
   * Jobs_Update.
   * @throws ArmRefusal
   */
  async update(job: StoredJob, { tags, properties: changes }: UpdateJob, caller: Caller): Promise<StoredJob> {
    const state = String(job.properties.state);
    checkChangeable(state, changes);
    const { driveList, state: wantedState, ...plain } = changes;
    const properties: Record<string, unknown> = { ...job.properties, ...withoutUndefined(plain) };
    if (driveList !== undefined) properties.driveList = mergeDrives(drivesOf(job), driveList);
    properties.state = nextClientState(state, wantedState, properties);
    const changed: StoredJob = { ...job, properties, tags: tags ?? job.tags, ...this.#stamps(caller) };
    const passwords = this.#store.passwordsOf(job.id);
    await this.#store.put(changed, driveList === undefined ? passwords : passwordsIn(driveList, passwords));
    return changed;
  }

  #stamps(caller: Caller): Pick<StoredJob, 'lastModifiedBy' | 'lastModifiedByType' | 'updatedAt'> {
    return {
      lastModifiedBy: caller.name,
      lastModifiedByType: caller.kind === 'user' ? 'User' : 'Application',
      updatedAt: this.#world.clock.now().toISOString(),
    };
  }

  /** Classic accounts are not part of this world, so their ids are taken as they are; others must exist and fit. */
  #checkAccount(storageAccountId: string): void {
    if (/\/Microsoft\.ClassicStorage\//i.test(storageAccountId)) return;
    const [, , subscriptionId = '', , resourceGroup = '', , , , name = ''] = storageAccountId.split('/');
    const account = this.#world.resources.value.storageAccounts[name.toLowerCase()];
    const target = { target: 'properties.storageAccountId' };
    if (
      account === undefined ||
      !sameName(account.subscriptionId, subscriptionId) ||
      !sameName(account.resourceGroup, resourceGroup)
    ) {
      throw new ArmRefusal(
        400,
        'StorageAccountNotFound',
        `The storage account '${storageAccountId}' was not found.`,
        target,
      );
    }
    if (account.sku.startsWith('Premium')) {
      throw new ArmRefusal(
        400,
        'StorageAccountNotSupported',
        `The storage account '${name}' is a premium account, which import jobs cannot use.`,
        target,
      );
    }
  }
}

function newProperties(sent: JobDetails, shippingInformation: unknown): Record<string, unknown> {
  const { driveList, state: _state, ...rest } = sent;
  return withoutUndefined({
    ...rest,
    shippingInformation,
    diagnosticsPath: sent.diagnosticsPath ?? 'waimportexport',
    logLevel: sent.logLevel ?? 'Error',
    backupDriveManifest: sent.backupDriveManifest ?? false,
    cancelRequested: sent.cancelRequested ?? false,
    driveList: driveList === undefined ? undefined : mergeDrives([], driveList),
    provisioningState: 'Succeeded',
    encryptionKey: sent.encryptionKey ?? { kekType: 'MicrosoftManaged' },
  });
}

/** A drive that stays keeps its state and what the service found out about it. */
function mergeDrives(existing: readonly StoredDrive[], sent: readonly SentDrive[]): StoredDrive[] {
  return sent.map(({ bitLockerKey: _key, ...drive }) => ({
    state: 'Specified',
    ...existing.find(({ driveId }) => driveId === drive.driveId),
    ...(withoutUndefined(drive) as typeof drive),
  }));
}

/** Passwords of the drives in the list: those sent, and those known from before. */
function passwordsIn(
  sent: readonly SentDrive[],
  known: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const passwords: Record<string, string> = {};
  for (const { driveId, bitLockerKey } of sent) {
    const password = bitLockerKey ?? known[driveId];
    if (password !== undefined) passwords[driveId] = password;
  }
  return passwords;
}

function identityOf({ identity }: PutJob): Record<string, unknown> {
  if (identity === undefined || identity.type === 'None') return { type: 'None' };
  return {
    type: identity.type,
    principalId: '5d0f7a3c-86b1-4e29-9c74-e2a8f1b6d035',
    tenantId: practiceTenantId,
  };
}

function withoutUndefined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** @file The operations of Microsoft.ImportExport on jobs (import-export.md 1.2). */
import { json } from '../http/refusal.ts';
import { type Route, route } from '../http/router.ts';
import {
  type ArmContext,
  type ArmWorld,
  findResourceGroup,
  findSubscription,
  sameName,
} from '../resource-manager/arm-context.ts';
import { ArmRefusal, resourceNotFound } from '../resource-manager/arm-refusal.ts';
import { readBody } from '../resource-manager/body.ts';
import type { ProviderRegistry } from '../resource-manager/providers.ts';
import { jobNamePattern, putJobSchema, updateJobSchema } from './job-model.ts';
import { checkDeletable } from './job-rules.ts';
import { drivesOf, type ImportJobStore, type StoredJob } from './job-store.ts';
import { listJobs, viewJob } from './job-view.ts';
import { ImportJobService, type JobPlace, jobIdOf } from './jobs.ts';
import { locationRoutes } from './locations.ts';

const inSubscription = '/subscriptions/{subscriptionId}/providers/Microsoft.ImportExport/jobs';
const inGroup =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.ImportExport/jobs';
const oneJob = `${inGroup}/{jobName}` as const;

export interface ImportExportOptions {
  readonly world: ArmWorld;
  readonly providers: ProviderRegistry;
  readonly store: ImportJobStore;
}

/** All ten operations. */
export function importExportRoutes(options: ImportExportOptions): readonly Route<ArmContext>[] {
  return [...locationRoutes(), ...listRoutes(options), ...jobRoutes(options), ...writeRoutes(options)];
}

function checkGroup({ world, providers }: ImportExportOptions, place: Omit<JobPlace, 'jobName'>): void {
  const group = findResourceGroup(world, place.subscriptionId, place.resourceGroup);
  providers.requireRegistered(group.subscriptionId, 'Microsoft.ImportExport');
}

function findJob(options: ImportExportOptions, place: JobPlace): StoredJob {
  checkGroup(options, place);
  const job = options.store.get(jobIdOf(place));
  if (job === undefined) {
    throw resourceNotFound('Microsoft.ImportExport/jobs', place.jobName, place.resourceGroup);
  }
  return job;
}

/** Jobs_ListBySubscription, Jobs_ListByResourceGroup. */
function listRoutes(options: ImportExportOptions): readonly Route<ArmContext>[] {
  const { world, providers, store } = options;
  return [
    route('GET', inSubscription, ({ params, query, path }) => {
      const { subscriptionId } = findSubscription(params.subscriptionId);
      providers.requireRegistered(subscriptionId, 'Microsoft.ImportExport');
      const jobs = store.list().filter((job) => sameName(job.subscriptionId, subscriptionId));
      return listJobs(`${world.ownOrigin()}${path}`, query, jobs);
    }),
    route('GET', inGroup, ({ params, query, path }) => {
      checkGroup(options, params);
      const jobs = store
        .list()
        .filter((job) => sameName(job.subscriptionId, params.subscriptionId))
        .filter((job) => sameName(job.resourceGroup, params.resourceGroup));
      return listJobs(`${world.ownOrigin()}${path}`, query, jobs);
    }),
  ];
}

/** Jobs_Get, Jobs_Delete, BitLockerKeys_List. */
function jobRoutes(options: ImportExportOptions): readonly Route<ArmContext>[] {
  const { store } = options;
  return [
    route('GET', oneJob, ({ params }) => json(200, viewJob(findJob(options, params), 'display'))),
    route('DELETE', oneJob, async ({ params }) => {
      const job = findJob(options, params);
      checkDeletable(String(job.properties.state));
      await store.delete(job.id);
      return { status: 200 };
    }),
    route('POST', `${oneJob}/listBitLockerKeys`, ({ params }) => {
      const job = findJob(options, params);
      const passwords = store.passwordsOf(job.id);
      const value = drivesOf(job).flatMap(({ driveId }) => {
        const bitLockerKey = passwords[driveId];
        return bitLockerKey === undefined ? [] : [{ driveId, bitLockerKey }];
      });
      return json(200, { value });
    }),
  ];
}

/** Jobs_Create, Jobs_Update. */
function writeRoutes(options: ImportExportOptions): readonly Route<ArmContext>[] {
  const service = new ImportJobService(options.world, options.store);
  return [
    route('PUT', oneJob, async ({ params, ...request }, { caller }) => {
      checkGroup(options, params);
      if (!jobNamePattern.test(params.jobName)) {
        throw new ArmRefusal(
          400,
          'InvalidResourceName',
          `The job name '${params.jobName}' must have 2 to 64 letters, digits and hyphens and begin with a letter.`,
          { target: 'jobName' },
        );
      }
      const { job, isNew } = await service.put(params, readBody(request, putJobSchema), caller);
      return json(isNew ? 201 : 200, viewJob(job, 'asSent'));
    }),
    route('PATCH', oneJob, async ({ params, ...request }, { caller }) => {
      const job = findJob(options, params);
      const changed = await service.update(job, readBody(request, updateJobSchema), caller);
      return json(200, viewJob(changed, 'display'));
    }),
  ];
}

/** @file How jobs are answered, one by one and in pages. */
import type { PracticeResponse } from '../../ports.ts';
import { json } from '../http/refusal.ts';
import { sameName } from '../resource-manager/arm-context.ts';
import { ArmRefusal } from '../resource-manager/arm-refusal.ts';
import type { StoredJob } from './job-store.ts';
import { findShippingLocation } from './locations.ts';

/** No page is longer than this (1.2). */
const largestPage = 100;

/** PUT echoes the location as it was sent, a later GET answers the display form (1.4). */
export function viewJob(job: StoredJob, location: 'asSent' | 'display'): unknown {
  return {
    systemData: {
      createdBy: job.createdBy,
      createdByType: job.createdByType,
      createdAt: job.createdAt,
      lastModifiedBy: job.lastModifiedBy,
      lastModifiedByType: job.lastModifiedByType,
      lastModifiedAt: job.updatedAt,
    },
    properties: job.properties,
    identity: job.identity,
    id: job.id,
    name: job.name,
    type: 'Microsoft.ImportExport/jobs',
    location:
      location === 'asSent'
        ? job.location
        : (findShippingLocation(job.location)?.displayName ?? job.location),
    ...(Object.keys(job.tags).length === 0 ? {} : { tags: job.tags }),
  };
}

/**
 * A page of jobs by `$top`, `$filter` and `$skiptoken`, with the address of the next one.
 * @throws ArmRefusal 400
 */
export function listJobs(
  address: string,
  query: URLSearchParams,
  all: readonly StoredJob[],
): PracticeResponse {
  const top = Number(query.get('$top') ?? largestPage);
  if (!Number.isInteger(top) || top < 1 || top > largestPage) {
    throw new ArmRefusal(400, 'InvalidParameter', `$top must be a whole number from 1 to ${largestPage}.`, {
      target: '$top',
    });
  }
  const jobs = all.filter(filterOf(query.get('$filter')));
  const start = Number(query.get('$skiptoken') ?? 0);
  if (!Number.isInteger(start) || start < 0) {
    throw new ArmRefusal(400, 'InvalidParameter', 'The $skiptoken is not one that this service gave out.', {
      target: '$skiptoken',
    });
  }
  const value = jobs.slice(start, start + top).map((job) => viewJob(job, 'display'));
  if (start + top >= jobs.length) return json(200, { value });
  const next = new URLSearchParams(query);
  next.set('$skiptoken', String(start + top));
  return json(200, { value, nextLink: `${address}?${next}` });
}

/** The grammar is not published; `state eq 'Creating'` and `jobType eq 'Import'` are understood, the rest is refused. */
function filterOf(filter: string | null): (job: StoredJob) => boolean {
  if (filter === null || filter.trim() === '') return () => true;
  const [, field = '', value] = /^\s*(state|jobType)\s+eq\s+'([^']*)'\s*$/i.exec(filter) ?? [];
  if (value === undefined) {
    throw new ArmRefusal(400, 'InvalidParameter', `The filter '${filter}' is not supported.`, {
      target: '$filter',
    });
  }
  const name = field.toLowerCase() === 'state' ? 'state' : 'jobType';
  return (job) => sameName(String(job.properties[name]), value);
}

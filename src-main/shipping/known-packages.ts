import type { ImportJobRecord, JobSnapshot } from '../../src-shared/domain/job.ts';
import type { KnownPackage } from '../../src-shared/domain/shipping-rules.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { ImportJobService } from '../azure/import-job-service.ts';
import { sameText } from '../azure/resource-id.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { Log } from '../platform/ports/log.ts';

/** Packages of all other jobs: those on this computer, and those of the subscription that others created. */
export async function packagesOfOtherJobs(
  jobs: JobStore,
  importJobs: ImportJobService,
  job: JobSnapshot,
  importJob: ImportJobRecord,
  log: Log,
): Promise<readonly KnownPackage[]> {
  const here = jobs.list().flatMap(({ id, importJob: other, shipping }) => {
    const delivery = shipping?.deliveryPackage;
    if (id === job.id || other === undefined || delivery === undefined) return [];
    return [{ importJobName: other.name, trackingNumber: delivery.trackingNumber }];
  });
  try {
    const { subscriptionId } = importJob;
    const views = await importJobs.list({ cloudId: job.cloudId, subscriptionId });
    const others = views.filter(
      ({ name, resourceGroup }) =>
        !sameText(name, importJob.name) || !sameText(resourceGroup, importJob.resourceGroup),
    );
    return [
      ...here,
      ...others.map((view) => ({ importJobName: view.name, trackingNumber: view.deliveryTrackingNumber })),
    ];
  } catch (error) {
    // Rights may reach no further than the resource group; then the own jobs have to do.
    if (!(error instanceof AppError) || error.code !== 'azure.forbidden') throw error;
    log.warn({ code: error.code }, 'other import jobs not listed');
    return here;
  }
}

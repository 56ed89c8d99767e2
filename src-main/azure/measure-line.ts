import { randomBytes, randomUUID } from 'node:crypto';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import type { Log } from '../platform/ports/log.ts';
import { callAzure } from './azure-errors.ts';
import type { AzureResources } from './azure-resources.ts';

export interface LineMeasurement {
  readonly megabitsPerSecond: number;
}

const firstBytes = 256 * 1024;
const mainBytes = 4 * 1024 * 1024;
/** A line that carries the first piece slower than this needs no larger one to be called slow. */
const slowMilliseconds = 8000;

/**
 * Measures the line up by sending random bytes into a container of its own in the job's storage account, which goes afterwards.
 * A small piece goes first: it warms up the connection, and on a very slow line it is the measurement.
 * @throws AppError sign-in, rights and network codes
 */
export function measureLine(
  resources: AzureResources,
  job: Pick<JobSnapshot, 'cloudId' | 'draft'>,
  log: Log,
): Promise<LineMeasurement> {
  const { storageAccount } = job.draft.offlineDetails;
  const call = {
    cloudId: job.cloudId,
    resource: storageAccount,
    field: 'storageAccount',
  };
  return callAzure(call, async () => {
    const service = await resources.blobService(job.cloudId, storageAccount);
    const container = service.getContainerClient(`line-test-${randomUUID()}`);
    await container.create();
    try {
      const blob = container.getBlockBlobClient('bytes');
      const send = async (bytes: number): Promise<number> => {
        const content = randomBytes(bytes);
        const startedAt = performance.now();
        await blob.upload(content, content.length);
        return Math.max(performance.now() - startedAt, 1);
      };
      const firstMilliseconds = await send(firstBytes);
      if (firstMilliseconds > slowMilliseconds) return toMeasurement(firstBytes, firstMilliseconds);
      return toMeasurement(mainBytes, await send(mainBytes));
    } finally {
      await container.delete().catch((error: unknown) => {
        const reason = error instanceof Error ? error.name : 'unknown';
        log.warn({ container: container.containerName, reason }, 'test container left behind');
      });
    }
  });
}

function toMeasurement(bytes: number, milliseconds: number): LineMeasurement {
  const megabitsPerSecond = (bytes * 8) / (milliseconds * 1000);
  return { megabitsPerSecond: Math.round(megabitsPerSecond * 100) / 100 };
}

import type { DescriptorPage } from '../format/page-content.ts';
import type { PointHeader } from '../staging-types.ts';

/** What a descriptor's page tells about the recovery point, without keys and places. */
export function headerOf(page: DescriptorPage): PointHeader {
  const { setId, recoveryPointId, createdAt, finishedAt, creator, machineName, job, totals } = page;
  const { furtherFolders } = page;
  return {
    ...{ setId, recoveryPointId, createdAt, finishedAt, creator, machineName, job, totals },
    ...(furtherFolders === undefined ? {} : { furtherFolders }),
  };
}

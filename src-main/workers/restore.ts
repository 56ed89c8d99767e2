/** @file Worker thread entry: restore, compare, verify. */
import { fileMetadataHere, metadataAccess } from '../platform/file-metadata-here.ts';
import { serveWorker, type WorkerControl } from '../platform/node/worker-task.ts';
import { verifyLocation } from '../staging/check/verify-location.ts';
import { compareTrees } from '../staging/compare/compare-trees.ts';
import { restore } from '../staging/restore/restore.ts';
import type { CompareRequest, RestoreRequest, VerifyRequest } from '../staging/staging-types.ts';

export type RestoreWork =
  | { readonly work: 'restore'; readonly input: RestoreRequest }
  | { readonly work: 'compare'; readonly input: CompareRequest }
  | { readonly work: 'verify'; readonly input: VerifyRequest };

serveWorker(async (task: RestoreWork, control: WorkerControl): Promise<unknown> => {
  switch (task.work) {
    case 'restore':
      return restore(task.input, control, {}, metadataAccess());
    case 'compare':
      return compareTrees(task.input, control, fileMetadataHere());
    case 'verify':
      return verifyLocation(task.input, control);
  }
});

/** @file Worker thread of the vault: uploads an increment and compares files in a container, byte for byte. */
import { serveWorker } from '../platform/node/worker-task.ts';
import { compareFiles } from '../vault/compare-files.ts';
import { uploadFiles } from '../vault/upload-files.ts';
import type { VaultWork } from '../vault/vault-work.ts';

serveWorker<VaultWork, unknown>((work, control) => {
  switch (work.kind) {
    case 'compare':
      return compareFiles(work, control);
    case 'upload':
      return uploadFiles(work, control);
  }
});

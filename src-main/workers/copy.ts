/** @file Worker thread of one drive: copies and reads back, or writes the drive's manifest. */
import { copyToDrive } from '../disks/copy/copy-to-drive.ts';
import type { CopyOutput, CopyWorkerInput, SealOutput } from '../disks/copy/copy-types.ts';
import { sealDrive } from '../disks/copy/seal-drive.ts';
import { serveWorker } from '../platform/node/worker-task.ts';

serveWorker<CopyWorkerInput, CopyOutput | SealOutput>((input, control) =>
  input.kind === 'copy' ? copyToDrive(input, control) : sealDrive(input, control),
);

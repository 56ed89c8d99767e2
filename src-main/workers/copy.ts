/** @file Worker thread of one drive: copies and reads back, writes the drive's manifest, or looks what lies on it. */
import { copyToDrive } from '../disks/copy/copy-to-drive.ts';
import type { CopyOutput, CopyWorkerInput, SealOutput } from '../disks/copy/copy-types.ts';
import { sealDrive } from '../disks/copy/seal-drive.ts';
import { type InspectInput, type InspectOutput, inspectDrive } from '../disks/recover/inspect-drive.ts';
import { serveWorker } from '../platform/node/worker-task.ts';

serveWorker<CopyWorkerInput | InspectInput, CopyOutput | SealOutput | InspectOutput>((input, control) => {
  switch (input.kind) {
    case 'copy':
      return copyToDrive(input, control);
    case 'seal':
      return sealDrive(input, control);
    case 'inspect':
      return inspectDrive(input);
  }
});

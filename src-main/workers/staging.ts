/** @file Worker thread entry: estimate, initial backup, increment, inspecting and mending a staging folder. */

import type { SetId } from '../../src-shared/domain/ids.ts';
import { fileMetadataHere } from '../platform/file-metadata-here.ts';
import { serveWorker, type WorkerControl } from '../platform/node/worker-task.ts';
import { checkFrames } from '../staging/check/check-frames.ts';
import { repairDescriptor } from '../staging/check/descriptor-copies.ts';
import { describeSet, inspectFolder } from '../staging/check/inspect.ts';
import {
  changePassphrase,
  endPassphraseChange,
  openStagedSet,
  type PassphraseChange,
  type StagedSet,
} from '../staging/keys/change-passphrase.ts';
import { type EstimateInput, runEstimate } from '../staging/scan/run-estimate.ts';
import type { DescriptorRepair, StagedFile, VolumeRow } from '../staging/staging-types.ts';
import { type BackUpInput, backUp } from '../staging/write/back-up.ts';
import { backUpIncrement, type IncrementInput } from '../staging/write/back-up-increment.ts';

export type StagingWork =
  | { readonly work: 'estimate'; readonly input: EstimateInput }
  | { readonly work: 'backUp'; readonly input: BackUpInput }
  | { readonly work: 'increment'; readonly input: IncrementInput }
  | { readonly work: 'inspect'; readonly stagingPath: string }
  | { readonly work: 'describe'; readonly stagingPath: string; readonly setId: SetId }
  | {
      readonly work: 'checkFrames';
      readonly stagingPath: string;
      readonly setId: SetId;
      readonly rows: readonly VolumeRow[];
    }
  | { readonly work: 'changePassphrase'; readonly input: PassphraseChange }
  | { readonly work: 'openStaged'; readonly input: StagedSet & { readonly passphrase: string } }
  | {
      readonly work: 'endPassphraseChange';
      readonly input: StagedSet;
      readonly repair: DescriptorRepair;
    }
  | {
      readonly work: 'repair';
      readonly stagingPath: string;
      readonly repair: DescriptorRepair;
      readonly expected: StagedFile;
    };

serveWorker(async (task: StagingWork, control: WorkerControl): Promise<unknown> => {
  switch (task.work) {
    case 'estimate':
      return runEstimate(task.input, control);
    case 'backUp':
      return backUp(task.input, control, fileMetadataHere());
    case 'increment':
      return backUpIncrement(task.input, control, fileMetadataHere());
    case 'inspect':
      return inspectFolder(task.stagingPath);
    case 'describe':
      return describeSet(task.stagingPath, task.setId);
    case 'checkFrames':
      return checkFrames(task.stagingPath, task.setId, task.rows);
    case 'changePassphrase':
      return changePassphrase(task.input);
    case 'openStaged':
      return openStagedSet(task.input);
    case 'endPassphraseChange':
      return endPassphraseChange(task.input, task.repair);
    case 'repair':
      return repairDescriptor(task.stagingPath, task.repair, task.expected);
  }
});

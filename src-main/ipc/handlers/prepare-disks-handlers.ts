import type { HandlersOf } from '../../../src-shared/contract/calls.ts';
import type { prepareDisksCalls } from '../../../src-shared/contract/prepare-disks-calls.ts';
import type { Services } from '../services.ts';

/** Routes the calls of Prepare Disks. */
export function prepareDisksHandlers(services: Services): HandlersOf<typeof prepareDisksCalls> {
  const { importJobs, prepareDisks, readiness } = services;
  return {
    'prepareDisks.inspectStaging': (input) => prepareDisks.inspectStaging(input),
    'prepareDisks.openStagedJob': (input) => prepareDisks.openStagedJob(input),
    'prepareDisks.recoverDrives': (input) => prepareDisks.recoverDrives(input),
    'prepareDisks.readiness': ({ jobId }) => readiness.prepareDisks(jobId),
    'prepareDisks.listDisks': (input) => prepareDisks.listDisks(input),
    'prepareDisks.plan': (input) => prepareDisks.plan(input),
    'prepareDisks.requestErase': (input) => prepareDisks.requestErase(input),
    'prepareDisks.confirmErase': (input) => prepareDisks.confirmErase(input),
    'prepareDisks.start': (input) => prepareDisks.start(input),
    'prepareDisks.addDisk': (input) => prepareDisks.addDisk(input),
    'prepareDisks.stopDisk': (input) => prepareDisks.stopDisk(input),
    'prepareDisks.createImportJob': ({ jobId, contact }) => importJobs.createImportJob(jobId, contact),
    'prepareDisks.exportDriveKeys': (input) => prepareDisks.exportDriveKeys(input),
    'prepareDisks.importDriveKeys': (input) => prepareDisks.importDriveKeys(input),
    'prepareDisks.revealRecoveryPassword': (input) => prepareDisks.revealRecoveryPassword(input),
  };
}

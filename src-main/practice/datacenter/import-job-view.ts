/** @file Typed reading of an import job's wire properties (import-export.md 1.3). Unreadable parts count as absent. */
import { z } from 'zod';
import type { PracticeImportJob } from '../ports.ts';
import { isCopied } from './log-codes.ts';

const text = z.string().optional().catch(undefined);
const driveSchema = z.looseObject({
  driveId: z.string().catch(''),
  manifestFile: z.string().catch(''),
  manifestHash: z.string().catch(''),
  state: z.string().catch('Specified'),
  copyStatus: text,
  percentComplete: z.number().catch(0),
});
const propertiesSchema = z.looseObject({
  state: z.string().catch('Creating'),
  storageAccountId: z.string().catch(''),
  diagnosticsPath: text,
  logLevel: text,
  backupDriveManifest: z.boolean().catch(false),
  cancelRequested: z.boolean().catch(false),
  driveList: z.array(driveSchema).catch([]),
  deliveryPackage: z.looseObject({ carrierName: text }).optional().catch(undefined),
  returnShipping: z.looseObject({ carrierName: text }).optional().catch(undefined),
});

export type ImportJobDrive = z.infer<typeof driveSchema>;

export interface ImportJobView {
  readonly state: string;
  /** Last part of the storage account's ARM id. */
  readonly storageAccount: string;
  readonly diagnosticsPath: string;
  readonly isVerbose: boolean;
  readonly backsUpManifest: boolean;
  readonly isCancelled: boolean;
  readonly drives: readonly ImportJobDrive[];
  readonly returnCarrier: string;
}

export function viewOf(job: PracticeImportJob): ImportJobView {
  const properties = propertiesSchema.parse(job.properties);
  return {
    state: properties.state,
    storageAccount: properties.storageAccountId.split('/').at(-1) ?? '',
    diagnosticsPath: properties.diagnosticsPath || 'waimportexport',
    isVerbose: properties.logLevel?.toLowerCase() === 'verbose',
    backsUpManifest: properties.backupDriveManifest,
    isCancelled: properties.cancelRequested,
    drives: properties.driveList,
    returnCarrier:
      properties.returnShipping?.carrierName ?? properties.deliveryPackage?.carrierName ?? 'Practice Carrier',
  };
}

/** True when anything did not arrive: decides between Completed and Closed. */
export function hadErrors(view: ImportJobView): boolean {
  if (view.isCancelled) return false;
  return view.drives.some(
    ({ state, copyStatus }) => state === 'NeverReceived' || !isCopied((copyStatus ?? '') as 'Completed'),
  );
}

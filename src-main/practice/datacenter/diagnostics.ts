/** @file Puts copy logs and manifest backups where the job wants them (import-export.md 2.3). */
import { Readable } from 'node:stream';
import type { BlobServiceClient } from '@azure/storage-blob';
import { driveLog } from './drive-log.ts';
import { type DriveStatus, isCopied } from './log-codes.ts';
import { readTransfer } from './transfer-journal.ts';

export interface DriveDiagnostics {
  readonly account: BlobServiceClient;
  /** Container, perhaps with a virtual directory. */
  readonly diagnosticsPath: string;
  readonly jobName: string;
  readonly driveId: string;
  readonly finishedAt: Date;
  readonly status: DriveStatus;
  readonly journalPath: string;
  readonly isVerbose: boolean;
  /** Absolute path of the manifest when it shall be kept. */
  readonly manifest: string | undefined;
  readonly signal: AbortSignal;
}

const uploadPartBytes = 4 * 1024 * 1024;

/** `yyyyMMdd-HHmmss-fff` in UTC. */
function logTimestamp(moment: Date): string {
  const [date = '', time = ''] = moment.toISOString().split('T');
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${time.slice(9, 12)}`;
}

async function* elements(journalPath: string, log: 'verboseElement' | 'errorElement') {
  for await (const line of readTransfer(journalPath)) if (line.type === 'blob') yield line[log];
}

/** @returns the URIs that the drive of the import job gets */
export async function writeDiagnostics(of: DriveDiagnostics): Promise<Readonly<Record<string, string>>> {
  const [containerName = 'waimportexport', ...folders] = of.diagnosticsPath.split('/').filter(Boolean);
  const container = of.account.getContainerClient(containerName);
  await container.createIfNotExists({ abortSignal: of.signal });
  const stem = `${of.jobName}_${of.driveId}_${logTimestamp(of.finishedAt)}`;
  const blobFor = (kind: string) =>
    container.getBlockBlobClient([...folders, 'waies', `${stem}_${kind}.xml`].join('/'));
  const headers = { blobHTTPHeaders: { blobContentType: 'application/xml' }, abortSignal: of.signal };
  const uris: Record<string, string> = {};
  const write = async (kind: 'error' | 'verbose', element: 'errorElement' | 'verboseElement') => {
    const blob = blobFor(kind);
    const log = Readable.from(driveLog(of.driveId, elements(of.journalPath, element), of.status));
    await blob.uploadStream(log, uploadPartBytes, 1, headers);
    uris[`${kind}LogUri`] = blob.url;
  };
  // Notes such as a renamed blob are in the error log too: it is the only one that is always asked for.
  if (!isCopied(of.status) || of.status === 'CompletedWithWarnings') await write('error', 'errorElement');
  if (of.isVerbose) await write('verbose', 'verboseElement');
  if (of.manifest !== undefined) {
    const blob = blobFor('manifest');
    await blob.uploadFile(of.manifest, headers);
    uris.manifestUri = blob.url;
  }
  return uris;
}

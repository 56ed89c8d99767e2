/** @file Imports all drives of one job, one after the other, and keeps the job's figures current. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { BlobServiceClient } from '@azure/storage-blob';
import type { Log } from '../../platform/ports/log.ts';
import { drawRecoveryPassword } from '../drives/drive-lock.ts';
import type { DriveShelf } from '../drives/drive-shelf.ts';
import type { ImportJobLedger, PracticeAzure, PracticeClock, PracticeImportJob } from '../ports.ts';
import type { DatacenterFaults } from './datacenter-faults.ts';
import { writeDiagnostics } from './diagnostics.ts';
import { type DriveOutcome, importDrive } from './drive-import.ts';
import { type ImportJobDrive, type ImportJobView, viewOf } from './import-job-view.ts';
import { TransferJournal } from './transfer-journal.ts';

const reportEveryMilliseconds = 500;
/** Drives in these states still have to be read. */
const waitingStates: readonly string[] = ['Specified', 'Received', 'Transferring'];

export interface JobTransferParts {
  /** Where journals of transfers are kept. */
  readonly folder: string;
  readonly azure: Pick<PracticeAzure, 'importJobs' | 'blobService'>;
  readonly shelf: DriveShelf;
  readonly clock: PracticeClock;
  readonly log: Log;
  readonly signal: AbortSignal;
  faults(): DatacenterFaults;
}

/** Reports at most twice a second; the ledger fsyncs every change. */
class ProgressReporter {
  readonly #ledger: ImportJobLedger;
  readonly #jobId: string;
  readonly #driveId: string;
  readonly #others: number;
  readonly #driveCount: number;
  #lastAtMilliseconds = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(ledger: ImportJobLedger, jobId: string, view: ImportJobView, driveId: string) {
    this.#ledger = ledger;
    this.#jobId = jobId;
    this.#driveId = driveId;
    this.#driveCount = view.drives.length;
    this.#others = view.drives
      .filter((drive) => drive.driveId !== driveId)
      .reduce((sum, drive) => sum + drive.percentComplete, 0);
  }

  report(progress: { readonly percentComplete: number; readonly bytesSucceeded: number }): void {
    if (performance.now() - this.#lastAtMilliseconds < reportEveryMilliseconds) return;
    this.#lastAtMilliseconds = performance.now();
    this.#writing = this.#writing.then(() => this.#write(progress));
    this.#writing.catch(() => undefined);
  }

  async #write(progress: { readonly percentComplete: number; readonly bytesSucceeded: number }) {
    await this.#ledger.updateDrive(this.#jobId, this.#driveId, { ...progress });
    const percent = Math.floor((this.#others + progress.percentComplete) / this.#driveCount);
    await this.#ledger.update(this.#jobId, { percentComplete: percent });
  }

  async finish(): Promise<void> {
    await this.#writing;
  }
}

/** One journal per job and drive; a later job of the same name has another moment of creation. */
function journalPathOf(folder: string, job: PracticeImportJob, driveId: string): string {
  const name = createHash('sha256')
    .update(`${job.id}\n${job.createdAt}\n${driveId}`)
    .digest('hex')
    .slice(0, 32);
  return join(folder, `${name}.ndjson`);
}

async function importOne(
  parts: JobTransferParts,
  job: PracticeImportJob,
  drive: ImportJobDrive,
  account: BlobServiceClient,
  journal: TransferJournal,
): Promise<DriveOutcome> {
  const { shelf, azure, signal } = parts;
  const faults = parts.faults();
  const shelved = await shelf.bySerial(drive.driveId).catch(() => undefined);
  const reporter = new ProgressReporter(azure.importJobs, job.id, viewOf(job), drive.driveId);
  const hasWrongKey = faults.wrongKeyDrives.includes(drive.driveId);
  const recoveryPassword = hasWrongKey
    ? drawRecoveryPassword()
    : (job.recoveryPasswords[drive.driveId] ?? '');
  const { driveId, manifestFile, manifestHash } = drive;
  try {
    return await importDrive({
      drive: shelved?.record.location === 'datacenter' ? shelved : undefined,
      assignment: { driveId, recoveryPassword, manifestFile, manifestHash },
      account,
      journal,
      signal,
      spoilsFirstPart: faults.corruptDrives.includes(driveId),
      onProgress: (progress) => reporter.report(progress),
    });
  } catch (error) {
    signal.throwIfAborted();
    parts.log.error({ error, driveId }, 'The import of a practice drive failed');
    return { status: 'InternalError', bytesSucceeded: 0, manifest: undefined };
  } finally {
    await reporter.finish();
  }
}

/** Client for the job's storage account; undefined when the account is gone. */
function accountOf(parts: JobTransferParts, view: ImportJobView): BlobServiceClient | undefined {
  try {
    return parts.azure.blobService(view.storageAccount);
  } catch (error) {
    parts.log.warn({ error, account: view.storageAccount }, 'The storage account of an import job is gone');
    return undefined;
  }
}

/** Imports a drive and writes its logs. @returns what the import job's drive shows of it */
async function importWithLogs(
  parts: JobTransferParts,
  job: PracticeImportJob,
  drive: ImportJobDrive,
  account: BlobServiceClient,
): Promise<DriveOutcome & { readonly uris: Readonly<Record<string, string>> }> {
  const { driveId } = drive;
  const journal = await TransferJournal.open(journalPathOf(parts.folder, job, driveId));
  let outcome: DriveOutcome;
  try {
    outcome = await importOne(parts, job, drive, account, journal);
  } finally {
    await journal.close();
  }
  const view = viewOf(job);
  const uris = await writeDiagnostics({
    account,
    diagnosticsPath: view.diagnosticsPath,
    jobName: job.name,
    driveId,
    finishedAt: parts.clock.now(),
    status: outcome.status,
    journalPath: journal.path,
    isVerbose: view.isVerbose,
    manifest: view.backsUpManifest ? outcome.manifest : undefined,
    signal: parts.signal,
  }).catch((error: unknown) => {
    parts.signal.throwIfAborted();
    parts.log.warn({ error, driveId }, 'Copy logs could not be written');
    return {};
  });
  return { ...outcome, uris };
}

async function transferDrive(parts: JobTransferParts, job: PracticeImportJob, drive: ImportJobDrive) {
  const { importJobs } = parts.azure;
  const { driveId } = drive;
  await importJobs.updateDrive(job.id, driveId, { state: 'Transferring', copyStatus: 'InProgress' });
  const account = accountOf(parts, viewOf(job));
  const { status, bytesSucceeded, uris } =
    account === undefined
      ? { status: 'BlobRequestForbidden' as const, bytesSucceeded: 0, uris: {} }
      : await importWithLogs(parts, job, drive, account);
  await importJobs.updateDrive(job.id, driveId, {
    ...uris,
    state: status === 'Completed' ? 'Completed' : 'CompletedMoreInfo',
    copyStatus: status,
    percentComplete: 100,
    bytesSucceeded,
  });
  parts.log.info({ driveId, status }, 'A practice drive was imported');
}

/** Reads every drive of the job that arrived and is not done. Rejects when the signal aborts; then it goes on at the next start. */
export async function transferJob(parts: JobTransferParts, jobId: string): Promise<void> {
  const drivesOf = (job: PracticeImportJob | undefined): readonly ImportJobDrive[] =>
    job === undefined ? [] : viewOf(job).drives;
  for (const { driveId, state } of drivesOf(parts.azure.importJobs.get(jobId))) {
    parts.signal.throwIfAborted();
    const job = parts.azure.importJobs.get(jobId);
    const drive = drivesOf(job).find((candidate) => candidate.driveId === driveId);
    if (job !== undefined && drive !== undefined && waitingStates.includes(state)) {
      await transferDrive(parts, job, drive);
    }
  }
  await parts.azure.importJobs.update(jobId, { percentComplete: 100 });
}

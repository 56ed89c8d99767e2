/** @file Imports one drive: checks it, carries its files into blobs and says what came of it. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { BlobServiceClient, ContainerClient } from '@azure/storage-blob';
import type { ShelvedDrive } from '../drives/drive-shelf.ts';
import type { ReadableVolume } from '../drives/read-volume.ts';
import { type BlobOutcome, blobStatusOf, importBlob } from './blob-import.ts';
import { blobAddressOf, decideTarget, openContainer, type TargetDecision } from './blob-target.ts';
import { checkDrive, type DriveAssignment, DriveRefused } from './drive-checks.ts';
import { type BlobEntry, blobElement, isPlainSuccess } from './drive-log.ts';
import type { BlobStatus, DriveStatus } from './log-codes.ts';
import { type ManifestBlob, parseDriveManifest } from './manifest-parser.ts';
import type { TransferJournal } from './transfer-journal.ts';
import { volumePathOf } from './volume-path.ts';

export interface DriveImport {
  readonly drive: ShelvedDrive | undefined;
  readonly assignment: DriveAssignment;
  readonly account: BlobServiceClient;
  readonly journal: TransferJournal;
  readonly signal: AbortSignal;
  /** Fault: the first part that is read from the drive gets a flipped bit. */
  readonly spoilsFirstPart: boolean;
  onProgress(progress: { readonly percentComplete: number; readonly bytesSucceeded: number }): void;
}

export interface DriveOutcome {
  readonly status: DriveStatus;
  readonly bytesSucceeded: number;
  /** Absolute path of the manifest, when it was found; for its backup. */
  readonly manifest: string | undefined;
}

/** What came of a file before or instead of its upload. */
type Placement =
  | { readonly file: string; readonly container: ContainerClient; readonly decision: TargetDecision }
  | { readonly status: BlobStatus };

class DriveTransfer {
  readonly #import: DriveImport;
  readonly #volume: ReadableVolume;
  readonly #totalBytes: number;
  readonly #containers = new Map<string, ContainerClient>();
  #doneBytes = 0;
  #bytesSucceeded = 0;
  #spoilsNextPart: boolean;

  constructor(work: DriveImport, volume: ReadableVolume, totalBytes: number) {
    this.#import = work;
    this.#volume = volume;
    this.#totalBytes = totalBytes;
    this.#spoilsNextPart = work.spoilsFirstPart;
  }

  #report(): void {
    const percent = this.#totalBytes === 0 ? 100 : Math.floor((this.#doneBytes * 100) / this.#totalBytes);
    this.#import.onProgress({ percentComplete: percent, bytesSucceeded: this.#bytesSucceeded });
  }

  async #place(blob: ManifestBlob, index: number): Promise<Placement> {
    const path = volumePathOf(blob.filePath);
    if (path === 'invalid') return { status: 'FileNameInvalid' };
    if (path === 'tooLong') return { status: 'FileNameTooLong' };
    const file = await this.#volume.findFile(path);
    if (file === undefined) return { status: 'FileNotFound' };
    // A shorter file shows in its parts; bytes beyond the manifest's length mean that the file is not the one prepared.
    if ((await stat(file)).size > blob.lengthBytes) return { status: 'Failed' };
    const address = blobAddressOf(blob.blobPath);
    if (address === undefined) return { status: 'BlobRequestFailed' };
    const { account, signal, journal } = this.#import;
    try {
      const container =
        this.#containers.get(address.container) ?? (await openContainer(account, address.container, signal));
      this.#containers.set(address.container, container);
      const decision =
        journal.targets.get(index) ?? (await decideTarget(container, address.name, blob.disposition, signal));
      if (decision === 'RenameFailed') return { status: decision };
      const { name, disposition } = decision;
      if (!journal.targets.has(index)) await journal.add({ type: 'target', index, name, disposition });
      return { file, container, decision: { name, disposition } };
    } catch (error) {
      signal.throwIfAborted();
      return { status: blobStatusOf(error) };
    }
  }

  async #carry(blob: ManifestBlob, index: number): Promise<BlobEntry> {
    const placement = await this.#place(blob, index);
    const untouched = (status: BlobStatus, part: 'Cancelled' | 'Completed'): BlobOutcome => ({
      status,
      parts: blob.parts.map(() => part),
      bytesSucceeded: 0,
    });
    if ('status' in placement) {
      const outcome = untouched(placement.status, 'Cancelled');
      return { blob, blobPath: blob.blobPath, disposition: 'Cancelled', outcome };
    }
    const { container, decision, file } = placement;
    const blobPath = `${container.containerName}/${decision.name}`;
    const { disposition } = decision;
    if (disposition === 'Skipped')
      return { blob, blobPath, disposition, outcome: untouched('Completed', 'Cancelled') };
    const outcome = await importBlob({
      blob,
      target: { container, ...decision },
      volume: this.#volume,
      file,
      signal: this.#import.signal,
      spoil: (bytes) => this.#spoil(bytes),
      onBytes: (bytes) => {
        this.#doneBytes += bytes;
        this.#report();
      },
    });
    return { blob, blobPath, disposition, outcome };
  }

  #spoil(bytes: Buffer): void {
    if (!this.#spoilsNextPart || bytes.length === 0) return;
    this.#spoilsNextPart = false;
    bytes[0] = (bytes[0] ?? 0) ^ 1;
  }

  /** Imports a blob unless an earlier run did, and writes down what came of it. */
  async blob(blob: ManifestBlob, index: number): Promise<void> {
    const { journal } = this.#import;
    const doneBefore = this.#doneBytes;
    const blobBytes = blob.parts.reduce((sum, part) => sum + part.length, 0);
    if (!journal.blobs.has(index)) {
      const entry = await this.#carry(blob, index);
      const hasFailed = entry.outcome.status !== 'Completed';
      await journal.add({
        type: 'blob',
        index,
        verdict: hasFailed ? 'failed' : isPlainSuccess(entry) ? 'fine' : 'noted',
        bytesDone: blobBytes,
        bytesSucceeded: entry.outcome.bytesSucceeded,
        verboseElement: blobElement(entry, true),
        errorElement: isPlainSuccess(entry) ? '' : blobElement(entry, false),
      });
    }
    this.#doneBytes = doneBefore + blobBytes;
    this.#bytesSucceeded += journal.blobs.get(index)?.bytesSucceeded ?? 0;
    this.#report();
  }

  outcome(manifest: string): DriveOutcome {
    const verdicts = new Set([...this.#import.journal.blobs.values()].map(({ verdict }) => verdict));
    const status: DriveStatus = verdicts.has('failed')
      ? 'CompletedWithErrors'
      : verdicts.has('noted')
        ? 'CompletedWithWarnings'
        : 'Completed';
    return { status, bytesSucceeded: this.#bytesSucceeded, manifest };
  }
}

/**
 * Imports a drive, going on where an interrupted run stood.
 * @throws when the signal aborts, or for faults of this program; everything about the drive is an outcome
 */
export async function importDrive(work: DriveImport): Promise<DriveOutcome> {
  try {
    const { volume, manifest, totalBytes } = await checkDrive(work.drive, work.assignment);
    const transfer = new DriveTransfer(work, volume, totalBytes);
    let index = 0;
    for await (const item of parseDriveManifest(createReadStream(manifest))) {
      if (item.type !== 'blob') continue;
      work.signal.throwIfAborted();
      await transfer.blob(item.blob, index);
      index += 1;
    }
    return transfer.outcome(manifest);
  } catch (error) {
    if (!(error instanceof DriveRefused)) throw error;
    return { status: error.status, bytesSucceeded: 0, manifest: error.manifest };
  }
}

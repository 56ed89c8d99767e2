/** @file Everything that is checked about a drive before the first blob: volume, lock, manifest. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { DriveRecord } from '../drives/drive-record.ts';
import type { ShelvedDrive } from '../drives/drive-shelf.ts';
import { openForReading, type ReadableVolume } from '../drives/read-volume.ts';
import type { DriveStatus } from './log-codes.ts';
import { ManifestInvalid, parseDriveManifest } from './manifest-parser.ts';
import { volumePathOf } from './volume-path.ts';

/** What the import job says about a drive. */
export interface DriveAssignment {
  readonly driveId: string;
  readonly recoveryPassword: string;
  /** Path on the drive with a leading backslash. */
  readonly manifestFile: string;
  /** 32 hexadecimal digits (MD5), or 64 (SHA-256), which a published example has. */
  readonly manifestHash: string;
}

/** A drive that passed, ready for its blobs. */
export interface CheckedDrive {
  readonly volume: ReadableVolume;
  /** Absolute path of the manifest. */
  readonly manifest: string;
  readonly totalBytes: number;
}

/** Why a drive is not imported at all. */
export class DriveRefused extends Error {
  readonly status: DriveStatus;
  /** Absolute path of the manifest, when it was found. */
  readonly manifest: string | undefined;
  constructor(status: DriveStatus, manifest?: string) {
    super(status);
    this.name = 'DriveRefused';
    this.status = status;
    this.manifest = manifest;
  }
}

async function openVolume(
  folder: string,
  record: DriveRecord,
  recoveryPassword: string,
): Promise<ReadableVolume> {
  if (record.volume?.fileSystem !== 'NTFS') throw new DriveRefused('VolumeNotNtfs');
  if (record.lock === undefined) throw new DriveRefused('BitLockerNotActivated');
  let volume: ReadableVolume | undefined;
  try {
    volume = await openForReading(folder, record, recoveryPassword);
  } catch (error) {
    if (error instanceof AppError) throw new DriveRefused('BitLockerUnlockVolumeFailed');
    throw error;
  }
  if (volume === undefined) throw new DriveRefused('BitLockerKeyInvalid');
  return volume;
}

async function findManifest(volume: ReadableVolume, manifestFile: string): Promise<string> {
  const path = volumePathOf(manifestFile);
  if (path === 'invalid') throw new DriveRefused('ManifestNameInvalid');
  if (path === 'tooLong') throw new DriveRefused('ManifestNameTooLong');
  const manifest = await volume.findFile(path);
  if (manifest === undefined) throw new DriveRefused('ManifestNotFound');
  return manifest;
}

async function checkManifestHash(manifest: string, expected: string): Promise<void> {
  const hash = createHash(expected.length === 64 ? 'sha256' : 'md5');
  try {
    for await (const chunk of createReadStream(manifest)) hash.update(chunk as Buffer);
  } catch {
    throw new DriveRefused('ReadManifestFailed', manifest);
  }
  if (hash.digest('hex') !== expected.toLowerCase()) throw new DriveRefused('ManifestCorrupted', manifest);
}

/** Reads the manifest once from end to end, so that a drive with a broken one is refused before any blob is touched. */
async function totalBytesOf(manifest: string, driveId: string): Promise<number> {
  let totalBytes = 0;
  try {
    for await (const item of parseDriveManifest(createReadStream(manifest))) {
      if (item.type === 'blob') {
        for (const part of item.blob.parts) totalBytes += part.length;
      } else if (item.driveId.toUpperCase() !== driveId.toUpperCase()) {
        throw new DriveRefused('ManifestDriveIdMismatch', manifest);
      }
    }
  } catch (error) {
    throw error instanceof ManifestInvalid ? new DriveRefused(error.code, manifest) : error;
  }
  return totalBytes;
}

/** @throws DriveRefused */
export async function checkDrive(
  drive: ShelvedDrive | undefined,
  assignment: DriveAssignment,
): Promise<CheckedDrive> {
  if (drive === undefined) throw new DriveRefused('DiskNotFound');
  const { folder, record } = drive;
  const volume = await openVolume(folder, record, assignment.recoveryPassword);
  const manifest = await findManifest(volume, assignment.manifestFile);
  await checkManifestHash(manifest, assignment.manifestHash);
  return { volume, manifest, totalBytes: await totalBytesOf(manifest, record.serial) };
}

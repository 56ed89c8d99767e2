import type { VolumeLocation } from '../staging/volume-source.ts';

/** Compares two files of one location. */
export interface CompareWork {
  readonly kind: 'compare';
  /** Holds a SAS: never log it. */
  readonly location: VolumeLocation;
  readonly left: string;
  readonly right: string;
}

/** Uploads files of a folder as page blobs and reads every byte back. */
export interface UploadWork {
  readonly kind: 'upload';
  readonly folder: string;
  readonly files: readonly string[];
  /** Container with a SAS that may write and read. */
  readonly target: Extract<VolumeLocation, { kind: 'container' }>;
}

/** Input of the worker `vault`; plain data. */
export type VaultWork = CompareWork | UploadWork;

export interface UploadResult {
  readonly bytes: number;
  /** Files whose bytes came back different. */
  readonly differing: readonly string[];
}

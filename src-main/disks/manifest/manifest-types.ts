/** A piece of a file with the MD5 of its bytes, 32 upper-case hexadecimal digits. */
export interface ManifestRange {
  readonly offset: number;
  readonly length: number;
  readonly hash: string;
}

export interface ManifestBlock extends ManifestRange {
  /** Base64. */
  readonly id?: string;
}

/** A metadata or properties file on the drive, with the MD5 of its bytes. */
export interface ManifestReference {
  readonly path: string;
  readonly hash: string;
}

export const importDispositions = ['no-overwrite', 'overwrite', 'rename'] as const;
export type ImportDisposition = (typeof importDispositions)[number];

/** A file on the drive and the blob that it becomes (import-export.md 2.1). */
export interface ManifestBlob {
  /** Container first, `/` between the parts. */
  readonly blobPath: string;
  /** Below the root of the drive, with a leading backslash. */
  readonly filePath: string;
  readonly clientData?: string;
  readonly length: number;
  readonly disposition?: ImportDisposition;
  readonly content:
    | { readonly kind: 'pages'; readonly ranges: Iterable<ManifestRange> }
    | { readonly kind: 'blocks'; readonly blocks: Iterable<ManifestBlock> };
  readonly metadata?: ManifestReference;
  readonly properties?: ManifestReference;
}

export interface ManifestBlobList {
  readonly id?: string;
  readonly metadata?: ManifestReference;
  readonly properties?: ManifestReference;
  readonly blobs: Iterable<ManifestBlob>;
}

/** What the datacenter reads first on a drive. Holds no credential: newer tools write none, and the drive leaves the house. */
export interface DriveManifest {
  readonly driveId: string;
  readonly clientCreator?: string;
  readonly blobLists: Iterable<ManifestBlobList>;
}

/** Path of the manifest on every drive, as the import job names it. */
export const manifestFile = '\\DriveManifest.xml';
export const manifestVersion = '2014-11-01';
/** Longest page range or block. */
export const largestRangeBytes = 4 * 1024 * 1024;
/** Most blocks of one block blob. */
export const mostBlocks = 50_000;

/** What a link-like file system object is. `other` are objects of drivers: deduplicated files, cloud placeholders, app aliases. */
export type ReparseKind = 'none' | 'symbolicLink' | 'junction' | 'other';

export interface AlternateStream {
  readonly name: string;
  readonly sizeBytes: number;
}

/** What Windows keeps about a file or folder beside its content. */
export interface FileMetadata {
  /** FILE_ATTRIBUTE_* as the system spells them. */
  readonly attributes: number;
  readonly isEncrypted: boolean;
  /** Its content is not on this disk, or comes only when it is read: backing it up as it is would fetch it. */
  readonly isOnlineOnly: boolean;
  readonly reparse: ReparseKind;
  /** Tag of a reparse point, such as 0xA000000C; undefined when there is none or it cannot be told. */
  readonly reparseTag: number | undefined;
  /** Owner, group and access list as text (SDDL). The audit list is not read. */
  readonly securityDescriptor: string;
  /** Undefined where it cannot be told without fetching the file, and for folders. */
  readonly streams: readonly AlternateStream[] | undefined;
}

/** Code of a system failure, such as 0x80070005, as an unsigned number. */
export interface MetadataFailure {
  readonly result: number;
}

export type MetadataAnswer =
  | { readonly ok: true; readonly metadata: FileMetadata }
  | ({ readonly ok: false } & MetadataFailure);

export interface MetadataToRestore {
  readonly path: string;
  readonly securityDescriptor?: string;
  readonly attributes?: number;
}

/** What could be given back; undefined stands for "done, or not asked for". */
export interface RestoredMetadata {
  readonly access: MetadataFailure | undefined;
  readonly owner: MetadataFailure | undefined;
  readonly attributes: MetadataFailure | undefined;
}

/** Metadata in batches: one program run for many files. One file's failure is its own answer, never that of the batch. */
export interface FileMetadataStore {
  /** Paths per call that are worth it; more are split. */
  readonly batchSize: number;
  /** @returns one answer per path, in order. @throws AppError when the batch as a whole failed */
  read(paths: readonly string[], signal?: AbortSignal): Promise<readonly MetadataAnswer[]>;
  /** @returns one answer per item, in order. @throws AppError when the batch as a whole failed */
  restore(items: readonly MetadataToRestore[], signal?: AbortSignal): Promise<readonly RestoredMetadata[]>;
}

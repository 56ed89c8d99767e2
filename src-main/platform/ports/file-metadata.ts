/** What a link-like file system object is. `other` are objects of drivers: deduplicated files, cloud placeholders, app aliases. */
export type ReparseKind = 'none' | 'symbolicLink' | 'junction' | 'other';

export interface AlternateStream {
  readonly name: string;
  readonly sizeBytes: number;
}

/** Name, and value in base64. Access lists of POSIX are among them. */
export type ExtendedAttribute = readonly [name: string, value: string];

/** Absolute path; bytes where it is no text. */
export type MetadataPath = string | Uint8Array;

/** What a system keeps about a file or folder beside its content, as far as Node itself cannot tell it. */
export interface FileMetadata {
  /** FILE_ATTRIBUTE_* as Windows spells them; undefined elsewhere. */
  readonly attributes: number | undefined;
  readonly isEncrypted: boolean;
  /** Its content is not on this disk, or comes only when it is read: backing it up as it is would fetch it. */
  readonly isOnlineOnly: boolean;
  readonly reparse: ReparseKind;
  /** Tag of a reparse point, such as 0xA000000C; undefined when there is none or it cannot be told. */
  readonly reparseTag: number | undefined;
  /** Owner, group and access list of Windows as text (SDDL). The audit list is not read. */
  readonly securityDescriptor: string | undefined;
  /** Undefined where it cannot be told without fetching the file, and for folders. */
  readonly streams: readonly AlternateStream[] | undefined;
  /** In order of their names; empty where there are none. */
  readonly extendedAttributes: readonly ExtendedAttribute[];
}

/** Of an entry that has nothing beside its content. */
export const nothingBeside: FileMetadata = {
  attributes: undefined,
  isEncrypted: false,
  isOnlineOnly: false,
  reparse: 'none',
  reparseTag: undefined,
  securityDescriptor: undefined,
  streams: undefined,
  extendedAttributes: [],
};

/** Why something could not be read or set: code of a Windows failure, such as `0x80070005`, or words of the program that tried. */
export interface MetadataFailure {
  readonly reason: string;
}

export type MetadataAnswer =
  | { readonly ok: true; readonly metadata: FileMetadata }
  | ({ readonly ok: false } & MetadataFailure);

/** What can be given back to an entry; a store sets what its system knows and leaves the rest. */
export interface MetadataValues {
  readonly securityDescriptor?: string;
  readonly attributes?: number;
  readonly extendedAttributes?: readonly ExtendedAttribute[];
}

export interface MetadataToRestore extends MetadataValues {
  readonly path: MetadataPath;
}

/** What could not be given back; undefined stands for "done, or not asked for". */
export interface RestoredMetadata {
  readonly access?: MetadataFailure | undefined;
  readonly owner?: MetadataFailure | undefined;
  readonly attributes?: MetadataFailure | undefined;
  readonly extendedAttributes?: MetadataFailure | undefined;
}

/** Metadata in batches: one program run for many files. One file's failure is its own answer, never that of the batch. */
export interface FileMetadataStore {
  /** `posix`: extended attributes. `windows`: access lists, attributes, streams, kinds of reparse points. */
  readonly kind: 'posix' | 'windows';
  /** Paths per call that are worth it; more are split. */
  readonly batchSize: number;
  /** False where the file system that this path lies on keeps nothing that `read` could tell. */
  isServed(path: MetadataPath): Promise<boolean>;
  /**
   * The same for many paths of which few have anything, where the system's names are bytes.
   * @param paths one character per byte, each ended by a zero
   * @returns what is to be said, by path; the others have nothing. @throws AppError when the batch as a whole failed
   */
  readJoined?(paths: string): Promise<ReadonlyMap<string, MetadataAnswer>>;
  /** @returns one answer per path, in order. @throws AppError when the batch as a whole failed */
  read(paths: readonly MetadataPath[], signal?: AbortSignal): Promise<readonly MetadataAnswer[]>;
  /** @returns one answer per item, in order. @throws AppError when the batch as a whole failed */
  restore(items: readonly MetadataToRestore[], signal?: AbortSignal): Promise<readonly RestoredMetadata[]>;
}

/** Programs of the package `attr`, of findutils and of coreutils, by their absolute paths. */
export interface PosixMetadataPrograms {
  /** What a session is made of; absent: every question is a run of its own. */
  readonly session?: { readonly shell: string; readonly dd: string };
  readonly xargs: string;
  readonly getfattr: string;
  readonly setfattr: string;
}

/** What a worker thread makes its store from. */
export type FileMetadataFacts =
  | { readonly kind: 'posix'; readonly programs: PosixMetadataPrograms }
  | { readonly kind: 'windows'; readonly systemRoot: string };

export type OpenFileMetadata = (facts: FileMetadataFacts) => FileMetadataStore;

/** How work that runs in several threads comes to its store: each thread opens its own. */
export interface MetadataAccess {
  readonly facts: FileMetadataFacts;
  readonly open: OpenFileMetadata;
}

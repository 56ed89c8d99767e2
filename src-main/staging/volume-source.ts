/** Where the files of a set are; plain data, so that it may travel into a worker thread. A SAS inside is a secret: never log it. */
export type VolumeLocation =
  | { readonly kind: 'folder'; readonly path: string }
  | {
      readonly kind: 'container';
      /** URL of the container with a SAS that may list and read. */
      readonly containerUrl: string;
      /** What stands before the file name in blob names; may be empty. */
      readonly prefix: string;
      /** PEM of a further certificate authority to trust, for practice mode. */
      readonly certificateAuthority?: string;
    };

export interface SourceFile {
  readonly name: string;
  readonly length: number;
}

/** Something that lists and reads ranges of named files. */
export interface VolumeSource {
  list(): Promise<readonly SourceFile[]>;
  /** @returns length in bytes, or undefined when there is no such file */
  length(file: string): Promise<number | undefined>;
  /** Folders besides the staging location in which a volume may lie; absent: there are none. */
  furtherFolders?(file: string): readonly string[];
  /**
   * Reads exactly so many bytes.
   * @throws AppError `staging.volumeMissing` or `staging.volumeDamaged` when the file is missing or too short
   */
  read(file: string, offset: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

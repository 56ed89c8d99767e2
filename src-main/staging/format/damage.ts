/**
 * Bytes that are not what the format says. Thrown where the file is not known; whoever knows the file turns it into an
 * AppError that names it. Never carries content.
 */
export class DamageError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'DamageError';
  }
}

/** Version of the format is newer than this reader. */
export class VersionError extends Error {
  readonly version: number;
  constructor(version: number) {
    super(`format version ${version}`);
    this.name = 'VersionError';
    this.version = version;
  }
}

/** Numbers of `docs/staging-format.md`. */
export const formatName = 'offline-backup-staging';
export const formatVersion = 1;
export const pageBytes = 4096;
export const maximumPageBytes = 1024 * 1024;
export const rangeBytes = 4 * 1024 * 1024;
export const maximumRawBlockBytes = 8 * 1024 * 1024;
export const maximumBlockPayloadBytes = maximumRawBlockBytes + 64 * 1024;
export const blockHeaderBytes = 16;
export const tagBytes = 16;
export const blockOverheadBytes = blockHeaderBytes + tagBytes;
export const indexRecordBytes = 48;
/** Of a catalog line as it is written: all that its members may have, and what JSON adds. */
export const maximumLineCharacters = 4 * 1024 * 1024;
export const maximumChunksPerLine = 2048;
/** Of a file with all its streams: 16 TiB at 1 MiB each. A few thousand bytes of a catalog can claim any number. */
export const maximumChunksPerFile = 16 * 1024 * 1024;
export const maximumRoots = 10_000;
/** Of the paths of all roots together. */
export const maximumRootCharacters = 64 * 1024 * 1024;
export const maximumStreams = 4096;
export const maximumStreamNameBytes = 1024;
export const maximumSecurityCharacters = 65_536;
export const maximumExtendedAttributes = 4096;
export const maximumAttributeNameBytes = 255;
/** Values of all extended attributes of an entry together. */
export const maximumAttributeBytes = 1024 * 1024;
/** A volume of 1 TiB has ranges for 5.4 MiB of base64. */
export const maximumVolumeRowBytes = 8 * 1024 * 1024;

/** Rounds up to whole pages. */
export function paddedLength(length: number): number {
  return Math.ceil(length / pageBytes) * pageBytes;
}

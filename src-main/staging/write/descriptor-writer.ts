/** @file Worker thread: puts page, volume table and catalog together (staging-format.md 5). */
import { createHash, type KeyObject, randomBytes } from 'node:crypto';
import { sealBlock } from '../format/block.ts';
import { formatName, formatVersion, paddedLength, pageBytes } from '../format/constants.ts';
import { deriveFileKeys, type KeySlot } from '../format/keys.ts';
import { encodePage } from '../format/page.ts';
import type { JobDetails, PointTotals, SetIdentity, VolumeRow } from '../staging-types.ts';
import type { CatalogSpool } from './catalog-spool.ts';
import { freeBytes } from './free-space.ts';
import { createOutputFile, type OutputFile } from './output-file.ts';
import { endsWhenFull, type SpaceWait } from './space-wait.ts';

/** What a descriptor says about its recovery point. */
export interface PointFacts {
  readonly recoveryPointId: string;
  readonly createdAt: string;
  readonly finishedAt: string;
  /** Start of the walk by this computer's own clock, to which change times can be compared. */
  readonly scanStartedAt: string;
  readonly machineName: string;
  readonly job: JobDetails;
  readonly keySlots: readonly KeySlot[];
  readonly totals: PointTotals;
  readonly furtherFolders?: readonly string[];
}

export interface WrittenDescriptor {
  readonly file: OutputFile;
  readonly length: number;
  readonly pageRangeMd5: string;
}

function tableLine(row: VolumeRow): Buffer {
  const { number, volumeId, file, length, pageRangeMd5 } = row;
  return Buffer.from(`${JSON.stringify({ number, volumeId, file, length, pageRangeMd5 })}\n`, 'utf8');
}

interface Part {
  readonly length: number;
  readonly sha256: string;
}

function measurePart(pieces: Iterable<Uint8Array>): Part {
  const digest = createHash('sha256');
  let length = 0;
  for (const piece of pieces) {
    digest.update(piece);
    length += piece.length;
  }
  return { length, sha256: digest.digest('hex') };
}

/** Blocks as they stand in the descriptor from `offset` on; the same bytes every time, since the nonce is the position. */
function* sealCatalog(catalog: CatalogSpool, key: KeyObject, offset: number): Generator<Uint8Array> {
  let position = offset;
  for (const block of catalog.read()) {
    for (const piece of sealBlock(block, key, position)) {
      position += piece.length;
      yield piece;
    }
  }
}

const unknownHash = '0'.repeat(64);

/** The page tells where things are, and its own length moves them: settle that first, then hash what stands there. */
function buildPage(
  encode: (table: object, catalog: object) => Buffer,
  table: Part,
  spool: CatalogSpool,
  hashCatalog: (offset: number) => string,
): Buffer {
  const at = (offset: number, sha256: string): Buffer =>
    encode(
      { offset, ...table },
      { offset: paddedLength(offset + table.length), length: spool.length, blocks: spool.blocks, sha256 },
    );
  let length = 0;
  for (let page = at(pageBytes, unknownHash); page.length !== length; page = at(length, unknownHash)) {
    length = page.length;
  }
  return at(length, hashCatalog(paddedLength(length + table.length)));
}

/**
 * Writes the descriptor under partial names, synced and closed, not yet committed.
 * @param names the descriptor and, for an initial recovery point, its mirror: byte for byte the same
 * @param rows every volume that the point refers to, in order of number
 */
export function writeDescriptor(
  folder: string,
  names: readonly string[],
  set: SetIdentity,
  facts: PointFacts,
  rows: readonly VolumeRow[],
  spool: CatalogSpool,
  space: SpaceWait = endsWhenFull,
): readonly WrittenDescriptor[] {
  const salt = randomBytes(32).toString('hex');
  const { pageKey, blockKey } = deriveFileKeys(set.dataKey, set.setId, salt);
  const frame = {
    format: formatName,
    version: formatVersion,
    kind: 'descriptor',
    setId: set.setId,
    salt,
    creator: set.creator,
    ...facts,
  };
  const table = measurePart(rows.map(tableLine));
  const page = buildPage(
    (volumeTable, catalog) => encodePage({ ...frame, volumeTable, catalog }, pageKey),
    table,
    spool,
    (offset) => measurePart(sealCatalog(spool, blockKey, offset)).sha256,
  );
  const files: OutputFile[] = [];
  const length = paddedLength(paddedLength(page.length + table.length) + spool.length);
  space.expect(() => {
    const taken = files.reduce((sum, { takenBytes }) => sum + takenBytes, 0);
    return length * names.length - taken - (freeBytes(folder) ?? 0);
  });
  const write = (bytes: Uint8Array): void => {
    for (const file of files) file.write(bytes);
  };
  const pad = (): void => {
    for (const file of files) file.padToPage();
  };
  try {
    for (const name of names) files.push(createOutputFile(folder, name, space));
    write(page);
    for (const row of rows) write(tableLine(row));
    pad();
    for (const piece of sealCatalog(spool, blockKey, files[0]?.position ?? 0)) write(piece);
    pad();
    return files.map((file) => ({ file, ...file.close() }));
  } catch (error) {
    for (const file of files) file.discard();
    throw error;
  }
}

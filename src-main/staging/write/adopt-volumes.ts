/** @file Worker thread: takes over volumes that an earlier run finished, and the chunk indexes of earlier recovery points. */
import { readdirSync, rmSync } from 'node:fs';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { readWholeVolume } from '../check/check-volume.ts';
import { indexRecordBytes } from '../format/constants.ts';
import { parseVolumePage } from '../format/page-content.ts';
import { type ChunkIndex, highestVolumeNumber } from '../pack/chunk-index.ts';
import { createFileFinder } from '../read/file-finder.ts';
import { openFolderSource } from '../read/folder-source.ts';
import { readPage } from '../read/read-page.ts';
import { openVolume } from '../read/volume-reader.ts';
import type { SetIdentity, VolumeRow } from '../staging-types.ts';
import type { VolumeSource } from '../volume-source.ts';
import { setFileNames } from './set-state.ts';
import { readVolumeJournal } from './volume-journal.ts';

/** Adds the records of a volume's chunk index; a chunk that is known already keeps its first place. */
export function addIndexRecords(index: ChunkIndex, volume: number, records: Buffer): void {
  for (let start = 0; start < records.length; start += indexRecordBytes) {
    index.insert(records.toString('latin1', start, start + 32), {
      volume,
      position: Number(records.readBigUInt64LE(start + 32)),
      offset: records.readUInt32LE(start + 40),
    });
  }
}

/** Chunk indexes of volumes that are read elsewhere. @throws AppError `staging.volumeMissing`, `staging.volumeDamaged` */
export async function loadChunkIndexes(
  source: VolumeSource,
  rows: readonly VolumeRow[],
  set: SetIdentity,
  index: ChunkIndex,
): Promise<void> {
  for (const { file, volumeId, number, length } of rows) {
    const reader = await openVolume(
      source,
      { file, setId: set.setId, volumeId, number, length },
      set.dataKey,
    );
    for await (const records of reader.indexBlocks()) addIndexRecords(index, number, records);
  }
}

/** True when the file says, with a whole page, that it is a volume of this set. */
async function isOwnVolume(source: VolumeSource, file: string, setId: string): Promise<boolean> {
  try {
    return parseVolumePage((await readPage(source, file, 0)).content).setId === setId;
  } catch {
    return false;
  }
}

export interface AdoptedVolumes {
  readonly rows: readonly VolumeRow[];
  /** Where the content of each of them ends, by volume number. */
  readonly contentEnds: ReadonlyMap<number, number>;
  /** Above every number that a file in the folders has. */
  readonly nextNumber: number;
}

interface AdoptRequest {
  readonly folder: string;
  /** Other folders that hold volumes of the set. */
  readonly furtherFolders?: readonly string[];
  readonly set: SetIdentity;
  /** Volumes below it belong to earlier recovery points. */
  readonly firstNumber: number;
  readonly index: ChunkIndex;
  /** Called while volumes are read; may throw to stop. */
  readonly onRange: (bytes: number) => void;
}

/** What is known of a volume that its run finished, synced and noted: both pages and the chunk index are read, content is not. */
async function readNotedVolume(
  source: VolumeSource,
  set: SetIdentity,
  noted: VolumeRow,
  onIndex: (records: Buffer) => void,
): Promise<VolumeRow> {
  const reader = await openVolume(source, { ...noted, setId: set.setId }, set.dataKey);
  for await (const records of reader.indexBlocks()) onIndex(records);
  return noted;
}

async function contentEnd(source: VolumeSource, set: SetIdentity, row: VolumeRow): Promise<number> {
  const reader = await openVolume(source, { ...row, setId: set.setId }, set.dataKey);
  return (await reader.trailer()).indexOffset;
}

/**
 * Takes over every finished volume of the set in its folders; what it holds need not be written again. One that no journal tells of is
 * read whole. Damaged ones are removed, their content will be written anew. Files that are not provably ours stay and their numbers
 * are not used.
 */
export async function adoptVolumes(request: AdoptRequest): Promise<AdoptedVolumes> {
  const { folder, furtherFolders = [], set, firstNumber, index } = request;
  const names = setFileNames(set.baseName);
  const journal = readVolumeJournal(folder, set.baseName);
  const source = openFolderSource(folder, furtherFolders);
  const finder = createFileFinder(folder, furtherFolders);
  const files = new Set(
    [folder, ...furtherFolders].flatMap((each) => readdirSync(each).filter(names.isVolume)),
  );
  const rows: VolumeRow[] = [];
  const contentEnds = new Map<number, number>();
  let nextNumber = firstNumber;
  const adopt = async (file: string, number: number): Promise<void> => {
    const records: Buffer[] = [];
    const noted = journal.get(file);
    const onIndex = (found: Buffer): void => void records.push(Buffer.from(found));
    const row =
      noted?.number === number
        ? await readNotedVolume(source, set, noted, onIndex)
        : await readWholeVolume(
            source,
            { file, setId: set.setId, number },
            set.dataKey,
            request.onRange,
            onIndex,
          );
    contentEnds.set(number, await contentEnd(source, set, row));
    rows.push(row);
    for (const found of records) addIndexRecords(index, number, found);
  };
  try {
    for (const file of [...files].sort()) {
      const number = Number(file.slice(set.baseName.length + 1, -'.BaseBlob'.length));
      // No run gives numbers above the highest one: whatever has such a name is not ours.
      if (number < firstNumber || number > highestVolumeNumber) continue;
      request.onRange(0);
      try {
        await adopt(file, number);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'staging.volumeDamaged') throw error;
        if (await isOwnVolume(source, file, set.setId)) rmSync(finder.pathOf(file), { force: true });
      }
      nextNumber = Math.max(nextNumber, number + 1);
    }
    return { rows, contentEnds, nextNumber };
  } finally {
    await source.close();
  }
}

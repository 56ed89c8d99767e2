/** @file Worker thread: takes over volumes that an earlier run finished, and the chunk indexes of earlier recovery points. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { readWholeVolume } from '../check/check-volume.ts';
import { indexRecordBytes } from '../format/constants.ts';
import { parseVolumePage } from '../format/page-content.ts';
import { openFolderSource } from '../read/folder-source.ts';
import { readPage } from '../read/read-page.ts';
import { openVolume } from '../read/volume-reader.ts';
import type { VolumeRow } from '../staging-types.ts';
import type { VolumeSource } from '../volume-source.ts';
import type { ChunkTable } from './chunk-table.ts';
import { setFileNames } from './set-state.ts';
import type { SetIdentity } from './volume-writer.ts';

/** Adds index records to the table; a chunk that is known already keeps its first place. */
function addIndexRecords(table: ChunkTable, volume: number, records: Buffer): void {
  for (let start = 0; start < records.length; start += indexRecordBytes) {
    const hash = records.subarray(start, start + 32);
    if (table.find(hash) >= 0) continue;
    table.insert(hash, {
      volume,
      position: Number(records.readBigUInt64LE(start + 32)),
      offset: records.readUInt32LE(start + 40),
      length: records.readUInt32LE(start + 44),
    });
  }
}

/** Chunk indexes of volumes that are read elsewhere. @throws AppError `staging.volumeMissing`, `staging.volumeDamaged` */
export async function loadChunkIndexes(
  source: VolumeSource,
  rows: readonly VolumeRow[],
  set: SetIdentity,
  table: ChunkTable,
): Promise<void> {
  for (const { file, volumeId, number, length } of rows) {
    const reader = await openVolume(
      source,
      { file, setId: set.setId, volumeId, number, length },
      set.dataKey,
    );
    for await (const records of reader.indexBlocks()) addIndexRecords(table, number, records);
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
  /** Above every number that a file in the folder has. */
  readonly nextNumber: number;
}

/**
 * Reads every finished volume of the set in a folder, whole; what it holds need not be written again. Damaged ones are removed,
 * their content will be written anew. Files that are not provably ours stay and their numbers are not used.
 * @param firstNumber volumes below it belong to earlier recovery points
 */
export async function adoptVolumes(
  folder: string,
  set: SetIdentity,
  firstNumber: number,
  table: ChunkTable,
  onRange: (bytes: number) => void,
): Promise<AdoptedVolumes> {
  const names = setFileNames(set.baseName);
  const source = openFolderSource(folder);
  const rows: VolumeRow[] = [];
  let nextNumber = firstNumber;
  try {
    for (const file of readdirSync(folder).filter(names.isVolume).sort()) {
      const number = Number(file.slice(set.baseName.length + 1, -'.BaseBlob'.length));
      if (number < firstNumber) continue;
      const records: Buffer[] = [];
      try {
        const expected = { file, setId: set.setId, number };
        rows.push(
          await readWholeVolume(source, expected, set.dataKey, onRange, (found) =>
            records.push(Buffer.from(found)),
          ),
        );
        for (const found of records) addIndexRecords(table, number, found);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'staging.volumeDamaged') throw error;
        if (await isOwnVolume(source, file, set.setId)) rmSync(join(folder, file), { force: true });
      }
      nextNumber = Math.max(nextNumber, number + 1);
    }
    return { rows, nextNumber };
  } finally {
    await source.close();
  }
}

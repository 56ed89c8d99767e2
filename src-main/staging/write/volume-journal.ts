/** @file Worker thread: rows of the volumes that a run finished, so that the next run need not read them whole. */
import { closeSync, existsSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DamageError } from '../format/damage.ts';
import { parseVolumeRow } from '../read/volume-table.ts';
import type { VolumeRow } from '../staging-types.ts';
import { endsWhenFull, type SpaceWait } from './space-wait.ts';

export interface VolumeJournal {
  /** Durable when it returns. @throws AppError `staging.noSpace`, `staging.writeFailed` */
  add(row: VolumeRow): void;
  close(): void;
  discard(): void;
}

function journalPath(folder: string, baseName: string): string {
  return join(folder, `${baseName}-volumes.partial`);
}

function rowOf(line: string): VolumeRow | undefined {
  try {
    return parseVolumeRow(line);
  } catch (error) {
    if (!(error instanceof DamageError)) throw error;
    return undefined;
  }
}

/** Rows of earlier runs by file name. A line that was cut off by a kill is not one. */
export function readVolumeJournal(folder: string, baseName: string): ReadonlyMap<string, VolumeRow> {
  const path = journalPath(folder, baseName);
  const rows = new Map<string, VolumeRow>();
  if (!existsSync(path)) return rows;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const row = rowOf(line);
    if (row !== undefined) rows.set(row.file, row);
  }
  return rows;
}

/** Lines as in the volume table, behind those of earlier runs. */
export function openVolumeJournal(
  folder: string,
  baseName: string,
  space: SpaceWait = endsWhenFull,
): VolumeJournal {
  const path = journalPath(folder, baseName);
  let file: number | undefined;
  const close = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  return {
    add(row) {
      // The line break before it separates it from a line that a kill cut off.
      const line = Buffer.from(`\n${JSON.stringify(row)}\n`, 'utf8');
      let done = 0;
      space.writing(path, () => {
        file ??= openSync(path, 'a', 0o600);
        while (done < line.length) done += writeSync(file, line, done);
        // Should it fail, nobody knows what the disk has: the line comes once more.
        done = 0;
        fdatasyncSync(file);
      });
    },
    close,
    discard() {
      close();
      rmSync(path, { force: true });
    },
  };
}

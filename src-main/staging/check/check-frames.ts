/** @file Worker thread: are the volumes there at all? First and last page only, which costs two small reads per volume. */

import { pageBytes } from '../format/constants.ts';
import { DamageError } from '../format/damage.ts';
import { parseTrailerPage, parseVolumePage } from '../format/page-content.ts';
import { openFolderSource } from '../read/folder-source.ts';
import { readPage } from '../read/read-page.ts';
import { missingFile } from '../read/source-errors.ts';
import { damageOf } from '../staging-errors.ts';
import type { VolumeRow } from '../staging-types.ts';
import type { VolumeSource } from '../volume-source.ts';

/** Waiting for a disk or a share is most of it. */
const readsAtOnce = 4;

async function checkFrame(source: VolumeSource, setId: string, row: VolumeRow): Promise<void> {
  const { file, length, volumeId, number } = row;
  const found = await source.length(file);
  if (found === undefined) throw missingFile(file, source.furtherFolders?.(file));
  if (found !== length) throw new DamageError('volume has another length');
  const page = parseVolumePage((await readPage(source, file, 0)).content);
  const trailer = parseTrailerPage((await readPage(source, file, length - pageBytes)).content);
  const isRight =
    page.setId === setId &&
    page.volumeId === volumeId &&
    page.number === number &&
    trailer.setId === setId &&
    trailer.volumeId === volumeId &&
    trailer.salt === page.salt;
  if (!isRight) throw new DamageError('another volume stands here');
}

/**
 * Checks length, first and last page of volumes, without the passphrase.
 * @throws AppError `staging.volumeMissing`, `staging.volumeDamaged`, `staging.versionUnsupported` for one of them
 */
export async function checkFrames(folder: string, setId: string, rows: readonly VolumeRow[]): Promise<void> {
  const source = openFolderSource(folder);
  const next = rows.values();
  const failures: unknown[] = [];
  const work = async (): Promise<void> => {
    for (const row of next) {
      if (failures.length > 0) return;
      await checkFrame(source, setId, row).catch((error: unknown) =>
        failures.push(damageOf(error, 'staging.volumeDamaged', row.file)),
      );
    }
  };
  try {
    await Promise.all(Array.from({ length: readsAtOnce }, work));
    if (failures.length > 0) throw failures[0];
  } finally {
    await source.close();
  }
}

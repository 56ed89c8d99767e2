/** @file Main process: whether a folder may take volumes of a backup whose staging location is full. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { hasRoomForFolder } from './further-folders.ts';
import { pageFilesOf, startPageOf } from './read/file-finder.ts';
import { setFileNames } from './write/set-state.ts';

const pageSchema = z.object({ setId: z.string() });

function setIdOf(path: string): string | undefined {
  const parsed = pageSchema.safeParse(startPageOf(path));
  return parsed.success ? parsed.data.setId : undefined;
}

/**
 * Refuses a folder with volumes that have our names and are not ours; a folder that held volumes of this backup before, under
 * another path, is welcome.
 * @throws AppError `staging.nameTaken`
 */
export function refuseOtherVolumes(folder: string, stagingPath: string, baseName: string): void {
  const names = setFileNames(baseName);
  const ours = new Set(pageFilesOf(baseName).map((name) => setIdOf(join(stagingPath, name))));
  ours.delete(undefined);
  const isOther = (name: string): boolean =>
    (names.isVolume(name) || names.isOpenVolume(name)) && !ours.has(setIdOf(join(folder, name)));
  if (!readdirSync(folder).some(isOther)) return;
  throw new AppError({
    kind: 'user',
    code: 'staging.nameTaken',
    params: { path: folder, name: baseName },
    field: 'path',
    retry: 'choose-again',
  });
}

/** The list with a folder at its end. @throws AppError `staging.tooManyFolders` */
export function withFolder(folders: readonly string[], path: string): string[] {
  const others = folders.filter((folder) => folder !== path);
  if (hasRoomForFolder(others, path)) return [...others, path];
  throw new AppError({
    kind: 'user',
    code: 'staging.tooManyFolders',
    params: { count: others.length },
    field: 'path',
    retry: 'choose-again',
  });
}

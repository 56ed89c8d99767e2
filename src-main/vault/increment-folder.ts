/** @file The folder on this computer that takes an increment until the vault has it; what an interrupted one wrote is gone on with. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { syncFolder, writeFileAtomically } from '../platform/node/atomic-file.ts';

const markFile = 'increment.json';

const markSchema = z.strictObject({
  /** Descriptor of the recovery point that the increment builds on. */
  previous: z.string().min(1),
  nextVolumeNumber: z.int().positive(),
});

async function readMark(folder: string): Promise<z.infer<typeof markSchema> | undefined> {
  try {
    return markSchema.parse(JSON.parse(await readFile(join(folder, markFile), 'utf8')));
  } catch {
    // Missing, cut off or of another version: then nothing in the folder is of use.
    return undefined;
  }
}

/**
 * Makes the folder ready. Volumes that an interrupted increment on the same recovery point finished stay, under their numbers.
 * @param firstNumber asked for when the increment begins anew
 * @returns number of the first volume of the increment
 */
export async function openIncrementFolder(
  folder: string,
  previous: string,
  firstNumber: () => Promise<number>,
): Promise<number> {
  const mark = await readMark(folder);
  if (mark?.previous === previous) return mark.nextVolumeNumber;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const nextVolumeNumber = await firstNumber();
  await writeFileAtomically(join(folder, markFile), JSON.stringify({ previous, nextVolumeNumber }));
  return nextVolumeNumber;
}

/** From now on names of the increment are in the vault, where none is used twice: should it be interrupted, it begins anew. */
export async function closeIncrementFolder(folder: string): Promise<void> {
  await rm(join(folder, markFile), { force: true });
  await syncFolder(folder);
}

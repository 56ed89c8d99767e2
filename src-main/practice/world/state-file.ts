import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { writeFileAtomically } from '../../platform/node/atomic-file.ts';

export const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException)?.code === 'ENOENT';

/**
 * Reads a state file of the practice world.
 * @returns undefined when there is none
 * @throws AppError `practice.stateDamaged` when it does not have its shape
 */
export async function readStateFile<Shape extends z.ZodType>(
  path: string,
  shape: Shape,
): Promise<z.infer<Shape> | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    return shape.parse(JSON.parse(text));
  } catch (error) {
    throw new AppError({
      kind: 'environment',
      code: 'practice.stateDamaged',
      params: { file: path },
      cause: error,
    });
  }
}

/** Replaces a state file as a whole, durably; makes its folder when needed. */
export async function writeStateFile(path: string, state: unknown, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomically(path, `${JSON.stringify(state, null, 2)}\n`, mode);
}

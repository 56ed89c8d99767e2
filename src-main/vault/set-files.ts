import { constants, createReadStream } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SetId } from '../../src-shared/domain/ids.ts';
import type { StagingRecord } from '../../src-shared/domain/job.ts';
import { taskWarningSchema } from '../../src-shared/domain/tasks.ts';
import { systemErrorCode } from '../platform/node/unexpected-error.ts';
import { decodePage, pageLength } from '../staging/format/page.ts';

/** A file of a set in a staging folder. */
export interface SetFile {
  readonly folder: string;
  readonly name: string;
  readonly bytes: number;
}

const headBytes = 4096;

/** True when a file begins with a whole page of this set: names prove nothing, content does (staging-format.md 1). */
async function belongsToSet(path: string, setId: SetId): Promise<boolean> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const head = Buffer.alloc(headBytes);
    const { bytesRead } = await handle.read(head, 0, headBytes, 0);
    const length = pageLength(head.subarray(0, bytesRead));
    const page = Buffer.alloc(length);
    const whole = await handle.read(page, 0, length, 0);
    const content = decodePage(page.subarray(0, whole.bytesRead));
    return typeof content === 'object' && content !== null && 'setId' in content && content.setId === setId;
  } catch {
    // Unreadable, damaged or not ours: then it is not for us to delete.
    return false;
  } finally {
    await handle.close();
  }
}

/** True for a list of what was left out: the name comes from a job record, which may have come by job file from anywhere. */
async function isReport(path: string): Promise<boolean> {
  if (!path.endsWith('-report.ndjson')) return false;
  const lines = createInterface({ input: createReadStream(path, { encoding: 'utf8', end: headBytes * 8 }) });
  try {
    for await (const line of lines) return taskWarningSchema.safeParse(JSON.parse(line)).success;
    return false;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  } finally {
    lines.close();
  }
}

async function setFile(staging: StagingRecord, folder: string, name: string): Promise<SetFile | undefined> {
  const path = join(folder, name);
  try {
    const stats = await lstat(path);
    if (!stats.isFile()) return undefined;
    const isOurs =
      name === staging.reportFile
        ? await isReport(path)
        : /\.(BaseBlob|AIBBlob)$/.test(name) && (await belongsToSet(path, staging.setId));
    return isOurs ? { folder, name, bytes: stats.size } : undefined;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** True when the name stands in the folder, by default the staging location, right now, for a file of the set. */
export async function isSetFile(
  staging: StagingRecord,
  name: string,
  folder: string = staging.stagingPath,
): Promise<boolean> {
  return (await setFile(staging, folder, name)) !== undefined;
}

/** The staging location, and the folders that took volumes when it was full. */
export function foldersOf(staging: StagingRecord): readonly string[] {
  return [...new Set([staging.stagingPath, ...(staging.furtherFolders ?? [])])];
}

/**
 * Files in the folders of a staging location that belong to one set, by content; everything else there is somebody else's.
 * @returns none of a folder that is gone
 */
export async function findSetFiles(staging: StagingRecord): Promise<readonly SetFile[]> {
  const files: SetFile[] = [];
  for (const folder of foldersOf(staging)) files.push(...(await filesIn(staging, folder)));
  return files;
}

async function filesIn(staging: StagingRecord, folder: string): Promise<readonly SetFile[]> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
  const files: SetFile[] = [];
  for (const name of [...names].sort()) {
    const file = await setFile(staging, folder, name);
    if (file !== undefined) files.push(file);
  }
  return files;
}

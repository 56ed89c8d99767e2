/** @file Checks a finished drive against staging: manifest, page ranges, every byte. Written apart from the product's own checks. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openPracticeDrive } from './read-practice-drive.ts';

/** What the import job says of a drive. */
export interface ListedDrive {
  readonly driveId: string;
  readonly bitLockerKey: string;
  readonly manifestFile: string;
  readonly manifestHash: string;
}

export interface DriveVerdict {
  /** Names of the files that are on it, each as its manifest says. */
  readonly names: readonly string[];
  readonly checkedBytes: number;
  readonly wrongBytes: number;
  readonly faults: readonly string[];
}

const largestRangeBytes = 4 * 1024 * 1024;
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex').toUpperCase();
const textOf = (xml: string, element: string): string =>
  new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? '';

function countDifferent(one: Buffer, other: Buffer): number {
  if (one.equals(other)) return 0;
  let count = Math.abs(one.length - other.length);
  for (let at = 0; at < Math.min(one.length, other.length); at += 1) count += Number(one[at] !== other[at]);
  return count;
}

/** Page ranges must follow each other from 0 to the end, each with the MD5 of its bytes. */
function rangeFaults(blob: string, content: Buffer): string[] {
  const faults: string[] = [];
  let next = 0;
  for (const [, offset, length, hash] of blob.matchAll(
    /<PageRange Offset="(\d+)" Length="(\d+)" Hash="([0-9A-F]{32})" \/>/g,
  )) {
    const end = next + Number(length);
    if (Number(offset) !== next || Number(length) > largestRangeBytes)
      faults.push(`range ${offset} is not next`);
    if (md5(content.subarray(next, end)) !== hash) faults.push(`range ${offset} has another MD5`);
    next = end;
  }
  return next === content.length ? faults : [...faults, `ranges end at ${next} of ${content.length}`];
}

/**
 * @param job folder on the drive and name of the import job
 * @param container of the blobs
 */
export function checkDrive(
  driveFolder: string,
  staging: string,
  listed: ListedDrive,
  job: string,
  container: string,
): DriveVerdict {
  const names: string[] = [];
  const faults: string[] = [];
  let checkedBytes = 0;
  let wrongBytes = 0;
  try {
    const files = new Map(openPracticeDrive(driveFolder, listed.bitLockerKey));
    const take = (name: string): Buffer => {
      const file = files.get(name);
      if (file === undefined) throw new Error(`has no ${name}`);
      files.delete(name);
      return readFileSync(file);
    };
    const manifest = take(listed.manifestFile.slice(1));
    if (md5(manifest) !== listed.manifestHash) faults.push('manifest has another MD5 than the job says');
    const xml = manifest.toString('utf8');
    if (textOf(xml, 'DriveId') !== listed.driveId) faults.push('manifest names another drive');
    for (const [blob] of xml.matchAll(/<Blob>.*?<\/Blob>/gs)) {
      const name = textOf(blob, 'BlobPath').slice(container.length + 1);
      const content = take(`${job}/${name}`);
      const staged = readFileSync(path.join(staging, name));
      if (textOf(blob, 'BlobPath') !== `${container}/${name}`) faults.push(`${name}: blob path`);
      if (textOf(blob, 'FilePath') !== `\\${job}\\${name}`) faults.push(`${name}: file path`);
      if (Number(textOf(blob, 'Length')) !== staged.length) faults.push(`${name}: length`);
      faults.push(...rangeFaults(blob, content).map((fault) => `${name}: ${fault}`));
      const different = countDifferent(content, staged);
      if (different > 0) faults.push(`${name}: ${different} wrong bytes`);
      names.push(name);
      checkedBytes += content.length;
      wrongBytes += different;
    }
    for (const name of files.keys()) faults.push(`holds ${name}, which its manifest does not name`);
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
  }
  return { names, checkedBytes, wrongBytes, faults: faults.map((fault) => `${listed.driveId}: ${fault}`) };
}

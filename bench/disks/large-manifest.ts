/** @file The manifest of a 10 TB drive, made up while it is written and checked while it is read: nothing of it is ever whole in memory. */

import type { ManifestBlob, ManifestRange } from '../../src-main/disks/manifest/manifest-types.ts';
import { readManifest } from '../../src-main/disks/manifest/read-manifest.ts';
import { writeManifest } from '../../src-main/disks/manifest/write-manifest.ts';
import { pageRangeBytes } from '../../src-shared/domain/capacity-planning.ts';

/** Volumes of 1 GiB, as the product makes them. */
const rangesPerVolume = 256;

/** Digits that differ from range to range, as MD5s do. */
const digestOf = (range: number): string =>
  ((range * 2_654_435_761) >>> 0).toString(16).toUpperCase().padStart(8, '0').repeat(4);

function* rangesOf(first: number, count: number): Generator<ManifestRange> {
  for (let index = 0; index < count; index += 1) {
    yield { offset: index * pageRangeBytes, length: pageRangeBytes, hash: digestOf(first + index) };
  }
}

const volumeName = (number: number): string => `bench-${String(number).padStart(6, '0')}.BaseBlob`;

function* blobs(ranges: number): Generator<ManifestBlob> {
  for (let first = 0; first < ranges; first += rangesPerVolume) {
    const name = volumeName(first / rangesPerVolume + 1);
    const count = Math.min(rangesPerVolume, ranges - first);
    yield {
      blobPath: `bench/${name}`,
      filePath: `\\bench\\${name}`,
      length: count * pageRangeBytes,
      disposition: 'overwrite',
      content: { kind: 'pages', ranges: rangesOf(first, count) },
    };
  }
}

/** @returns bytes of the manifest */
export async function writeLargeManifest(file: string, ranges: number): Promise<number> {
  const blobLists = [{ id: 'bench-0', blobs: blobs(ranges) }];
  const { bytes } = await writeManifest(file, { driveId: 'BENCH0001', clientCreator: 'bench', blobLists });
  return bytes;
}

/** @returns bytes of the manifest. @throws Error when a range is missing or not as written */
export async function readLargeManifest(file: string, ranges: number): Promise<number> {
  let found = 0;
  const { bytes } = await readManifest(file, (blob) => {
    const digests = Buffer.from(blob.ranges.hashes);
    const last = digests.subarray(-16).toString('hex').toUpperCase();
    found += digests.length / 16;
    if (last !== digestOf(found - 1)) throw new Error(`${blob.blobPath} is not as written`);
  });
  if (found !== ranges) throw new Error(`${found} page ranges of ${ranges}`);
  return bytes;
}

/** @file Runs in the copy worker: the manifest, last file of a drive. */
import { join } from 'node:path';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { type DriveManifest, type ManifestBlob, manifestFile } from '../manifest/manifest-types.ts';
import { blocksOf, pageRangesOf } from '../manifest/page-ranges.ts';
import { readManifest } from '../manifest/read-manifest.ts';
import { writeManifest } from '../manifest/write-manifest.ts';
import { onDrive, verifyFailed } from './copy-errors.ts';
import type { BlobSettings, SealInput, SealOutput, VerifiedFile } from './copy-types.ts';
import { type DriveExtras, writeExtras } from './write-extras.ts';

/** What staged sets become: page blobs at the top of their container, written anew when the job is repeated. */
const stagedBlobs: BlobSettings = { kind: 'page', prefix: '', disposition: 'overwrite' };

function blobOf(input: SealInput, file: VerifiedFile): ManifestBlob {
  const { kind, prefix, disposition } = input.blobs ?? stagedBlobs;
  return {
    blobPath: `${input.container}/${prefix}${file.name}`,
    filePath: `\\${input.target.sessionFolder}\\${file.name.replaceAll('/', '\\')}`,
    length: file.bytes,
    disposition,
    content:
      kind === 'page'
        ? { kind: 'pages', ranges: pageRangesOf(file.bytes, file.pageRangeMd5) }
        : { kind: 'blocks', blocks: blocksOf(file.bytes, file.pageRangeMd5) },
  };
}

/** Manifest of what was verified on a drive; blobs in order of name, so that writing it again gives the same bytes. */
function manifestOf(input: SealInput, extras: DriveExtras): DriveManifest {
  const files = [...input.files].sort((one, other) => (one.name < other.name ? -1 : 1));
  return {
    driveId: input.driveId,
    clientCreator: input.clientCreator,
    blobLists: [
      {
        id: `${input.target.sessionFolder}-0`,
        ...extras,
        blobs: files.map((file) => blobOf(input, file)),
      },
    ],
  };
}

/**
 * Writes the drive's manifest and reads it back.
 * @throws AppError of kind device: `disk.full`, `disk.disappeared`, `disk.writeFailed`, `disk.verifyFailed`
 */
export async function sealDrive(input: SealInput, control: WorkerControl): Promise<SealOutput> {
  control.setPhase('writingManifest');
  control.throwIfStopped();
  const name = manifestFile.slice(1);
  const path = join(input.target.rootPath, name);
  return onDrive(input.target, name, async () => {
    const extras = await writeExtras(input);
    const { bytes, md5 } = await writeManifest(path, manifestOf(input, extras));
    let blobs = 0;
    const found = await readManifest(path, () => {
      blobs += 1;
    });
    if (found.md5 !== md5 || blobs !== input.files.length) throw verifyFailed(input.target, name);
    return { manifestMd5: md5, manifestBytes: bytes };
  });
}

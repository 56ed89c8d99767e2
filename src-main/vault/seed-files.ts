import { AppError } from '../../src-shared/errors/app-error.ts';
import { mirrorName, openDescriptor } from '../staging/read/descriptor-reader.ts';
import { openVolumeSource } from '../staging/read/open-volume-source.ts';
import type { PointHeader } from '../staging/staging-types.ts';
import { containerLocation, type ListedBlob, listBlobs, type VaultAzure } from './vault-azure.ts';
import type { SeedPlace } from './vault-layout.ts';

/** One file of the seed and the blob that the datacenter made of it. */
export interface SeedFile {
  readonly file: string;
  readonly blob: ListedBlob;
}

export interface Seed {
  readonly createdAt: string;
  readonly totals: PointHeader['totals'];
  /** Descriptor, its mirror, then the volumes in order. */
  readonly files: readonly SeedFile[];
  readonly bytes: number;
}

/** The datacenter may have put the files below a virtual folder: it is whatever stands before the descriptor's name. */
function importPrefix(blobs: ReadonlyMap<string, ListedBlob>, place: SeedPlace): string {
  for (const file of [place.descriptorFile, mirrorName(place.descriptorFile)]) {
    for (const name of blobs.keys()) {
      if (name === file || name.endsWith(`/${file}`)) return name.slice(0, -file.length);
    }
  }
  throw missing(place, place.descriptorFile);
}

function missing(place: SeedPlace, file: string): AppError {
  return new AppError({
    kind: 'azure',
    code: 'vault.blobMissing',
    params: { blob: file, container: place.importContainer },
  });
}

/**
 * What of a job lies in the import container, told by the descriptor there.
 * @throws AppError `vault.blobMissing` naming the first file that is not there, `staging.descriptorDamaged`, `azure.*`
 */
export async function findSeed(azure: VaultAzure, place: SeedPlace): Promise<Seed> {
  const container = { ...place, container: place.importContainer };
  const blobs = await listBlobs(azure, container, '');
  const prefix = importPrefix(blobs, place);
  const source = await openVolumeSource(await containerLocation(azure, container, prefix));
  try {
    const descriptor = await openDescriptor(source, place.descriptorFile);
    const names = [place.descriptorFile, mirrorName(place.descriptorFile)];
    for await (const row of descriptor.volumeRows()) names.push(row.file);
    const files = names.map((file) => {
      const blob = blobs.get(prefix + file);
      if (blob === undefined) throw missing(place, file);
      return { file, blob };
    });
    const { createdAt, totals } = descriptor.page;
    return { createdAt, totals, files, bytes: files.reduce((sum, { blob }) => sum + blob.length, 0) };
  } finally {
    await source.close();
  }
}

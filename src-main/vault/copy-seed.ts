import { AppError } from '../../src-shared/errors/app-error.ts';
import type { TaskControl } from '../jobs/task-control.ts';
import type { Seed, SeedFile } from './seed-files.ts';
import { callBlobs, containerClient, containerLocation, listBlobs, type VaultAzure } from './vault-azure.ts';
import type { SeedPlace } from './vault-layout.ts';

const copiesAtOnce = 4;
const pollMilliseconds = 1000;
/** Metadata of a copied blob: the version of the source it was made from, so that a resumed move skips it. */
const sourceMark = 'sourceetag';

function failedCopy(place: SeedPlace, file: string, status: string): AppError {
  return new AppError({
    kind: 'azure',
    code: 'azure.serviceError',
    params: { resource: file, status: 0, serviceCode: status },
    retry: 'resume',
    details: `Copy of ${file} from ${place.importContainer} to ${place.vaultContainer} ended as ${status}`,
  });
}

/**
 * Copies the seed from the import container into the vault container, inside Azure: no byte passes this computer. What was copied
 * from the very same blob before is passed over.
 * @throws AppError `azure.*`, `task.stopped`
 */
export async function copySeed(
  azure: VaultAzure,
  place: SeedPlace,
  seed: Seed,
  control: TaskControl,
): Promise<void> {
  const target = { ...place, container: place.vaultContainer };
  const container = await containerClient(azure, target);
  await callBlobs(target, () => container.createIfNotExists());
  const present = await listBlobs(azure, target, place.prefix);
  const access = await containerLocation(azure, { ...place, container: place.importContainer }, '');
  let doneBytes = 0;
  let doneFiles = 0;
  const report = (): void =>
    control.report({ doneBytes, totalBytes: seed.bytes, doneFiles, totalFiles: seed.files.length });

  const copy = async ({ file, blob }: SeedFile): Promise<void> => {
    const copied = present.get(place.prefix + file);
    const isThere =
      copied?.isCopied === true && copied.length === blob.length && copied.metadata[sourceMark] === blob.etag;
    if (!isThere) {
      const source = new URL(access.containerUrl);
      source.pathname += `/${blob.name.split('/').map(encodeURIComponent).join('/')}`;
      const poller = await container.getBlobClient(place.prefix + file).beginCopyFromURL(source.href, {
        metadata: { [sourceMark]: blob.etag },
        intervalInMs: pollMilliseconds,
        abortSignal: control.signal,
      });
      const { copyStatus } = await poller.pollUntilDone();
      if (copyStatus !== 'success') throw failedCopy(place, file, copyStatus ?? 'unknown');
    }
    doneBytes += blob.length;
    doneFiles += 1;
    report();
  };

  report();
  const waiting = [...seed.files];
  const worker = async (): Promise<void> => {
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await control.waitWhilePaused();
        const file = next;
        await callBlobs(target, () => copy(file));
      }
    } catch (error) {
      // Nobody begins another copy of a move that has failed.
      waiting.length = 0;
      throw error;
    }
  };
  const workers = Array.from({ length: copiesAtOnce }, worker);
  // The task has ended only when none of its copies runs any more.
  await Promise.allSettled(workers);
  await Promise.all(workers);
}

/** @file Worker thread: what an interrupted run of the same backup left, made ready to go on with. */
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { type CatalogEntry, chunkListsOf, type FileLine, numbersPerChunk } from '../format/catalog-entry.ts';
import { DamageError } from '../format/damage.ts';
import { folderForVolumes, readFurtherFolders } from '../further-folders.ts';
import type { ChunkIndex } from '../pack/chunk-index.ts';
import { createPackMemory } from '../pack/pack-memory.ts';
import { readEntries } from '../read/catalog-reader.ts';
import type { SetIdentity } from '../staging-types.ts';
import { type AdoptedVolumes, adoptVolumes } from './adopt-volumes.ts';
import { type EarlierSpool, takeEarlierSpool } from './catalog-spool.ts';
import type { PreviousPoint } from './point-writer.ts';
import { createPreviousCatalog } from './previous-catalog.ts';
import { createProgressMeter } from './progress-meter.ts';
import { putAside, salvageVolumes } from './salvage-volumes.ts';
import { removeOpenVolumes } from './set-state.ts';
import type { SpaceWait } from './space-wait.ts';
import { readReferences } from './spool-references.ts';
import { openVolumeJournal } from './volume-journal.ts';
import type { WriteLimits } from './write-limits.ts';

/** Time stamps this close to the start of a walk may hide a change in the same tick. */
const distrustNanoseconds = 2_000_000_000n;

/** Files changed at or after this moment (nanoseconds) have to be read again. @param scanStartedAt ISO 8601 */
export function trustedBefore(scanStartedAt: string): bigint {
  return BigInt(Date.parse(scanStartedAt)) * 1_000_000n - distrustNanoseconds;
}

/** True when every chunk of a file lies in a volume that is there. */
export function isHeld(line: FileLine, contentEnds: ReadonlyMap<number, number>): boolean {
  return chunkListsOf(line).every((chunks) => {
    for (let index = 0; index < chunks.length; index += numbersPerChunk) {
      const volume = chunks[index] ?? 0;
      if (volume !== 0 && (chunks[index + 1] ?? 0) >= (contentEnds.get(volume) ?? 0)) return false;
    }
    return true;
  });
}

/** Entries of a catalog that may end anywhere, also inside a file of many chunks. */
async function* entriesOf(spool: EarlierSpool): AsyncGenerator<readonly CatalogEntry[]> {
  try {
    yield* readEntries(spool.read());
  } catch (error) {
    if (!(error instanceof DamageError)) throw error;
  }
}

export interface EarlierRun {
  readonly adopted: AdoptedVolumes;
  /** What it had written of its catalog, where that was not nothing. */
  readonly previous: PreviousPoint | undefined;
}

export interface EarlierRunRequest {
  readonly folder: string;
  /** Further folders of the run (`readFurtherFolders`). */
  readonly furtherFolders: SharedArrayBuffer | undefined;
  readonly set: SetIdentity;
  /** Volumes below it belong to earlier recovery points. */
  readonly firstNumber: number;
  readonly index: ChunkIndex;
  readonly limits: WriteLimits;
  readonly now: () => string;
  readonly control: WorkerControl;
  readonly space: SpaceWait;
}

/** @returns the highest number of a volume that the unfinished catalog refers to */
async function salvage(request: EarlierRunRequest, spool: EarlierSpool): Promise<number> {
  const { folder, set, control, now, furtherFolders } = request;
  const folders = [folder, ...readFurtherFolders(furtherFolders)];
  const open = folders.flatMap((each) => putAside(each, set.baseName));
  const { wanted, highestNumber } = await readReferences(
    entriesOf(spool),
    new Set(open.map(({ number }) => number)),
  );
  if (open.length === 0) return highestNumber;
  const journal = openVolumeJournal(folder, set.baseName, request.space);
  const memory = createPackMemory(request.limits);
  const gate = (): void => control.throwIfStopped();
  const target = folderForVolumes(folder, furtherFolders);
  const salvageRequest = { folder: target, folders, set, now, memory, gate, wanted };
  for (const row of await salvageVolumes(salvageRequest, open)) journal.add(row);
  journal.close();
  return highestNumber;
}

/**
 * Saves what was in open volumes, takes over the finished ones, and opens the unfinished catalog: files that did not change since
 * need no second reading.
 * @throws AppError `staging.noSpace`, `staging.writeFailed`, `task.stopped`
 */
export async function openEarlierRun(request: EarlierRunRequest): Promise<EarlierRun> {
  const { folder, set, firstNumber, index, control } = request;
  const furtherFolders = readFurtherFolders(request.furtherFolders);
  const spool = takeEarlierSpool(folder, set);
  const highestNumber = spool === undefined ? 0 : await salvage(request, spool);
  if (spool === undefined)
    for (const each of [folder, ...furtherFolders]) removeOpenVolumes(each, set.baseName);
  const meter = createProgressMeter(control);
  const found = await adoptVolumes({ folder, furtherFolders, set, firstNumber, index, onRange: meter.add });
  // A number that the unfinished catalog knows must never mean another volume, also when its own is gone.
  const adopted = { ...found, nextNumber: Math.max(found.nextNumber, highestNumber + 1) };
  if (spool === undefined) return { adopted, previous: undefined };
  return {
    adopted,
    previous: {
      catalog: createPreviousCatalog(() => entriesOf(spool)),
      trustedBefore: trustedBefore(spool.scanStartedAt),
      isUsable: (line) => isHeld(line, adopted.contentEnds),
    },
  };
}

/** @file Worker thread: the initial backup into a staging location, from an empty folder or from where an earlier run stood. */
import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type RecoveryPointId, recoveryPointIdSchema, type SetId } from '../../../src-shared/domain/ids.ts';
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import type { FileMetadataStore } from '../../platform/ports/file-metadata.ts';
import { readFurtherFolders } from '../further-folders.ts';
import { ChunkIndex, createChunkIndexMemory } from '../pack/chunk-index.ts';
import { createFileFinder } from '../read/file-finder.ts';
import { openSelection, type Selection, unreadSnapshots } from '../scan/open-selection.ts';
import { type ScanOptions, scan } from '../scan/scan.ts';
import type { SourceRoot } from '../scan/source-root.ts';
import { type Walk, walkAhead, walkInline } from '../scan/walk-ahead.ts';
import type { JobDetails, PointTotals, SetIdentity, VolumeRow } from '../staging-types.ts';
import { openEarlierRun } from './earlier-run.ts';
import { refuseTooLongVolumes } from './file-size-limit.ts';
import { producePoint, sumLengths } from './produce-point.ts';
import { type OpenSet, openOrCreateSet, removeLeftOvers, setFileNames } from './set-state.ts';
import { awaitSize, type SizeWatch, watchSize } from './size-watch.ts';
import { endsWhenFull, type SpaceWait, waitForSpace } from './space-wait.ts';
import { writeLimits } from './write-limits.ts';

export interface BackUpInput extends Selection {
  readonly folder: string;
  readonly baseName: string;
  readonly passphrase: string;
  readonly setId: SetId | undefined;
  readonly volumeBytes: number;
  readonly machineName: string;
  readonly creator: string;
  readonly job: JobDetails;
  /** Milliseconds by which the job's clock is ahead of this computer's. */
  readonly clockOffset: number;
  /** Packing threads; absent: as many as this computer is good for. */
  readonly threads?: number;
  readonly speedLimit?: SharedArrayBuffer;
  readonly waitsForSpace?: boolean;
  /** Where volumes go when the folder is full (`readFurtherFolders`). */
  readonly furtherFolders?: SharedArrayBuffer;
  /** What is known about the source already; goes into the report. */
  readonly warnings?: readonly TaskWarning[];
}

export interface BackUpOutput {
  readonly setId: SetId;
  readonly recoveryPointId: RecoveryPointId;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly totals: PointTotals;
  readonly volumes: number;
  readonly descriptorFile: string;
  readonly reportFile: string | undefined;
  readonly furtherFolders: readonly string[];
}

/** @throws AppError `staging.nothingToBackUp` when the walk would meet nothing but its roots */
function requireSomething(roots: readonly SourceRoot[], scanOptions: ScanOptions): void {
  for (const { type } of scan(roots, scanOptions)) if (type === 'entry') return;
  throw new AppError({ kind: 'user', code: 'staging.nothingToBackUp', field: 'draft.items' });
}

/** Without it volumes would be missing, and their numbers free for others. @throws AppError `staging.pathUnknown` */
function requireFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new AppError({ kind: 'environment', code: 'staging.pathUnknown', params: { path }, retry: 'resume' });
}

/** Opens the set, whose keys may still be made. */
async function openSet(input: BackUpInput, createdAt: string, space: SpaceWait): Promise<OpenSet> {
  const { folder, baseName } = input;
  const furtherFolders = readFurtherFolders(input.furtherFolders);
  for (const each of furtherFolders) requireFolder(each);
  removeLeftOvers(folder, baseName);
  return openOrCreateSet({ ...input, furtherFolders, createdAt, space });
}

/** Runs the five phases of an initial backup. @throws AppError, see `StagingService.backUp` */
export async function backUp(
  input: BackUpInput,
  control: WorkerControl,
  metadata?: FileMetadataStore,
): Promise<BackUpOutput> {
  const scanStartedAt = new Date().toISOString();
  const { folder, items, exclusions, readPaths = {}, waitsForSpace = false } = input;
  const selection = { items, exclusions, readPaths };
  const { roots, scanOptions } = openSelection(selection, folder);
  refuseTooLongVolumes(folder, `${setFileNames(input.baseName).descriptor}.partial`, input.volumeBytes);
  control.setPhase('preparingStorage');
  const size = watchSize({ ...selection, folder, waitsForSpace });
  // It walks while the keys are made, which takes a third of a second.
  const walk = size.isSmall ? walkInline(roots, scanOptions) : walkAhead(selection, folder, size);
  try {
    requireSomething(roots, scanOptions);
    return await backUpWalk(input, { roots, walk, size, scanStartedAt, metadata }, control);
  } finally {
    await walk.close();
    await size.stop();
  }
}

/** By the job's clock. */
function nowOf({ clockOffset }: BackUpInput): string {
  return new Date(Date.now() + clockOffset).toISOString();
}

/** What is open of the source. */
interface OpenSource {
  readonly roots: readonly SourceRoot[];
  readonly walk: Walk;
  readonly size: SizeWatch;
  readonly scanStartedAt: string;
  readonly metadata: FileMetadataStore | undefined;
}

/** What is open of the staging location. */
interface OpenTarget {
  readonly opened: OpenSet;
  readonly createdAt: string;
  readonly space: SpaceWait;
}

async function backUpWalk(
  input: BackUpInput,
  source: OpenSource,
  control: WorkerControl,
): Promise<BackUpOutput> {
  const createdAt = nowOf(input);
  const space = input.waitsForSpace === true ? waitForSpace(input.folder, control) : endsWhenFull;
  const opened = await openSet(input, createdAt, space);
  try {
    return await backUpInto({ opened, createdAt, space }, source, input, control);
  } finally {
    // Nothing may be written once the run has ended.
    await opened.keySlots.catch(() => undefined);
  }
}

async function backUpInto(
  { opened, createdAt, space }: OpenTarget,
  { roots, walk, size, scanStartedAt, metadata }: OpenSource,
  input: BackUpInput,
  control: WorkerControl,
): Promise<BackUpOutput> {
  const { folder, readPaths = {}, waitsForSpace = false, machineName, job, creator, baseName } = input;
  const now = (): string => nowOf(input);
  const names = setFileNames(baseName);
  const index = createChunkIndexMemory();
  const limits = writeLimits(input.volumeBytes);
  const set: SetIdentity = { setId: opened.setId, dataKey: opened.dataKey, creator, baseName };
  const { adopted, previous } = await openEarlierRun({
    ...{ folder, furtherFolders: input.furtherFolders, set, firstNumber: 1 },
    ...{ index: new ChunkIndex(index), limits, now, control, space },
  });
  control.setPhase('estimatingSize');
  size.begin(sumLengths(adopted.rows));
  if (!waitsForSpace) await orForget(input, opened, () => awaitSize(size, folder, control));
  const recoveryPointId = recoveryPointIdSchema.parse(randomBytes(16).toString('hex'));
  control.setPhase('transferringData');
  const { facts, rows, reportFile } = await producePoint({
    folder,
    set,
    keySlots: opened.keySlots,
    limits,
    roots,
    walk,
    index,
    size,
    isLarge: !size.isSmall,
    threads: input.threads,
    speedLimit: input.speedLimit,
    waitsForSpace,
    furtherFolders: input.furtherFolders,
    clockOffset: input.clockOffset,
    firstNumber: adopted.nextNumber,
    previous,
    scanStartedAt,
    metadata,
    now,
    control,
    descriptorNames: [names.descriptor, names.mirror],
    facts: { recoveryPointId, createdAt, machineName, job },
    knownRows: adopted.rows,
    warnings: [...(input.warnings ?? []), ...unreadSnapshots(roots, readPaths)],
  });
  const { furtherFolders = [] } = facts;
  cleanUp(input, opened, adopted.rows, rows);
  return {
    setId: opened.setId,
    recoveryPointId,
    startedAt: createdAt,
    finishedAt: facts.finishedAt,
    totals: facts.totals,
    volumes: rows.length,
    descriptorFile: names.descriptor,
    reportFile,
    furtherFolders,
  };
}

/** Runs the last step before anything is written; when it refuses, the keys of a set that has no volume yet are of no use. */
async function orForget(input: BackUpInput, opened: OpenSet, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const names = setFileNames(input.baseName);
    const folders = [input.folder, ...readFurtherFolders(input.furtherFolders)];
    await opened.keySlots.catch(() => undefined);
    const isBegun = opened.hasDescriptor || folders.some((each) => readdirSync(each).some(names.isVolume));
    if (!isBegun) rmSync(join(input.folder, names.run), { force: true });
    throw error;
  }
}

/** Volumes of an earlier run that nothing refers to may go, unless an earlier descriptor might. */
function cleanUp(
  { folder, baseName, furtherFolders }: BackUpInput,
  opened: OpenSet,
  adopted: readonly VolumeRow[],
  used: readonly VolumeRow[],
): void {
  rmSync(join(folder, setFileNames(baseName).run), { force: true });
  if (opened.hasDescriptor) return;
  const finder = createFileFinder(folder, readFurtherFolders(furtherFolders));
  const numbers = new Set(used.map((row) => row.number));
  for (const { number, file } of adopted)
    if (!numbers.has(number)) rmSync(finder.pathOf(file), { force: true });
}

/** @file Worker thread: a further recovery point; what did not change keeps its place in earlier volumes. */
import { randomBytes } from 'node:crypto';
import { recoveryPointIdSchema } from '../../../src-shared/domain/ids.ts';
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import type { FileMetadataStore } from '../../platform/ports/file-metadata.ts';
import { ChunkIndex, type ChunkIndexMemory, createChunkIndexMemory } from '../pack/chunk-index.ts';
import { type Descriptor, openDescriptor, readRows, warnOfMirror } from '../read/descriptor-reader.ts';
import { openVolumeSource } from '../read/open-volume-source.ts';
import { type OpenSelection, openSelection, unreadSnapshots } from '../scan/open-selection.ts';
import type { ReadPaths, SourceRoot } from '../scan/source-root.ts';
import { type Walk, walkAhead, walkInline } from '../scan/walk-ahead.ts';
import { damageOf } from '../staging-errors.ts';
import type {
  IncrementRequest,
  IncrementResult,
  PointHeader,
  PointTotals,
  SetIdentity,
  VolumeRow,
} from '../staging-types.ts';
import type { VolumeSource } from '../volume-source.ts';
import { adoptVolumes, loadChunkIndexes } from './adopt-volumes.ts';
import type { PointFacts } from './descriptor-writer.ts';
import { trustedBefore } from './earlier-run.ts';
import { PreviousLines } from './previous-lines.ts';
import { type ProducedPoint, producePoint, sumLengths } from './produce-point.ts';
import { removeLeftOvers, removeOpenVolumes } from './set-state.ts';
import { writeLimits } from './write-limits.ts';

export interface IncrementInput extends IncrementRequest {
  /** Where items are found in snapshots of their volumes. */
  readonly readPaths?: ReadPaths;
  /** What is known about the source already; goes into the report. */
  readonly warnings?: readonly TaskWarning[];
  readonly creator: string;
  readonly machineName: string;
  readonly clockOffset: number;
  /** Packing threads; absent: as many as this computer is good for. */
  readonly threads?: number;
}

function baseNameOf(descriptorFile: string, descriptor: Descriptor): string {
  const fromJob = descriptor.page.job.importJobName;
  return fromJob ?? descriptorFile.replace(/(-\d{8}T\d{6}Z)?\.AIBBlob$/, '');
}

/** `20261121T210000Z` */
function fileStamp(instant: string): string {
  return `${instant.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** @throws AppError as `backUp` and reading do; also `staging.sourceGone` when a selected item is not there any more */
export async function backUpIncrement(
  input: IncrementInput,
  control: WorkerControl,
  metadata?: FileMetadataStore,
): Promise<IncrementResult> {
  const source = await openVolumeSource(input.previous.location);
  try {
    return await increment(input, source, control, metadata);
  } finally {
    await source.close();
  }
}

/** What an increment builds on. */
interface Base {
  readonly set: SetIdentity;
  readonly rows: readonly VolumeRow[];
  readonly index: ChunkIndexMemory;
}

/** Reads the volume table and the chunk indexes of the previous point. */
async function openBase(input: IncrementInput, source: VolumeSource, descriptor: Descriptor): Promise<Base> {
  const baseName = baseNameOf(input.previous.descriptorFile, descriptor);
  const { dataKey, creator } = input;
  const set = { setId: descriptor.page.setId, dataKey, creator, baseName };
  const index = createChunkIndexMemory();
  const rows = await readRows(descriptor);
  await loadChunkIndexes(source, rows, set, new ChunkIndex(index));
  return { set, rows, index };
}

/** Fewer files are walked sooner than a thread has started. */
const smallWalkFiles = 5000;
/** The previous point tells how much there is, about. */
const notCounted = { onHeld: () => {}, onEnd: () => {} };

/** The walk runs while the previous point is read. */
function startWalk(input: IncrementInput, totals: PointTotals, { roots, scanOptions }: OpenSelection): Walk {
  if (totals.files < smallWalkFiles) return walkInline(roots, scanOptions);
  const { items, exclusions, readPaths = {}, outputFolder } = input;
  return walkAhead({ items, exclusions, readPaths }, outputFolder, notCounted);
}

async function increment(
  input: IncrementInput,
  source: VolumeSource,
  control: WorkerControl,
  metadata: FileMetadataStore | undefined,
): Promise<IncrementResult> {
  control.setPhase('readingRecoveryPoint');
  const scanStartedAt = new Date().toISOString();
  const selection = openSelection(input, input.outputFolder);
  const descriptor = await openDescriptor(source, input.previous.descriptorFile, {
    onMirrorUsed: warnOfMirror(control),
  });
  const walk = startWalk(input, descriptor.page.totals, selection);
  try {
    return await incrementOf(
      input,
      { source, descriptor, walk, scanStartedAt, metadata, ...selection },
      control,
    );
  } finally {
    await walk.close();
  }
}

/** What is open for an increment. */
interface Opened {
  readonly source: VolumeSource;
  readonly descriptor: Descriptor;
  readonly walk: Walk;
  readonly scanStartedAt: string;
  readonly metadata: FileMetadataStore | undefined;
  readonly roots: readonly SourceRoot[];
}

async function incrementOf(
  input: IncrementInput,
  { source, descriptor, walk, scanStartedAt, metadata, roots }: Opened,
  control: WorkerControl,
): Promise<IncrementResult> {
  const now = (): string => new Date(Date.now() + input.clockOffset).toISOString();
  const createdAt = now();
  const folder = input.outputFolder;
  const { set, rows: known, index } = await openBase(input, source, descriptor);
  const {
    keySlots,
    job,
    totals,
    scanStartedAt: walkedBefore,
    createdAt: previousCreatedAt,
  } = descriptor.page;
  removeLeftOvers(folder, set.baseName);
  removeOpenVolumes(folder, set.baseName);
  const adopted = await adoptVolumes({
    folder,
    set,
    firstNumber: input.nextVolumeNumber,
    index: new ChunkIndex(index),
    onRange: () => control.throwIfStopped(),
  });
  const catalog = new PreviousLines(
    () => descriptor.catalogBlocks(input.dataKey),
    (error) => damageOf(error, 'staging.descriptorDamaged', descriptor.file),
  );
  const descriptorFile = `${set.baseName}-${fileStamp(createdAt)}.AIBBlob`;
  const recoveryPointId = recoveryPointIdSchema.parse(randomBytes(16).toString('hex'));
  const { machineName } = input;
  control.setPhase('scanning');
  try {
    const point = await producePoint({
      roots,
      walk,
      scanStartedAt,
      folder,
      set,
      limits: writeLimits(input.volumeBytes),
      index,
      isLarge: false,
      threads: input.threads,
      speedLimit: input.speedLimit,
      waitsForSpace: input.waitsForSpace ?? false,
      clockOffset: input.clockOffset,
      firstNumber: adopted.nextNumber,
      metadata,
      previous: {
        catalog,
        trustedBefore: trustedBefore(walkedBefore ?? previousCreatedAt),
        isUsable: () => true,
      },
      // The previous point is the best guess; a second walk would cost more than it tells.
      size: {
        totals: { totalBytes: totals.sourceBytes, totalFiles: totals.files },
        verdict: Promise.resolve(),
      },
      now,
      control,
      descriptorNames: [descriptorFile],
      keySlots: Promise.resolve(keySlots),
      facts: { recoveryPointId, createdAt, machineName, job },
      knownRows: [...known, ...adopted.rows],
      warnings: [...(input.warnings ?? []), ...unreadSnapshots(roots, input.readPaths ?? {})],
    });
    const { creator, setId } = { creator: set.creator, setId: descriptor.page.setId };
    const header = { ...headerFacts(point.facts), setId, recoveryPointId, creator };
    return resultOf(point, header, descriptorFile, known);
  } finally {
    await catalog.close();
  }
}

function headerFacts(facts: PointFacts): Omit<PointHeader, 'setId' | 'creator' | 'recoveryPointId'> {
  const { createdAt, finishedAt, machineName, job, totals } = facts;
  return { createdAt, finishedAt, machineName, job, totals };
}

function resultOf(
  point: ProducedPoint,
  header: PointHeader,
  descriptorFile: string,
  known: readonly VolumeRow[],
): IncrementResult {
  const knownNumbers = new Set(known.map((row) => row.number));
  const newRows = point.rows.filter((row) => !knownNumbers.has(row.number));
  return {
    header,
    descriptorFile,
    volumeFiles: newRows.map((row) => row.file),
    addedBytes: sumLengths(newRows) + point.descriptorBytes,
    changedFiles: point.counts.changedFiles,
    unchangedFiles: point.counts.unchangedFiles,
    skippedFiles: point.counts.skipped,
    reportFile: point.reportFile,
  };
}

/** @file Worker thread: a whole recovery point: volumes, catalog, descriptor, read back, named. */
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { readFurtherFolders } from '../further-folders.ts';
import { requireRootsStillThere } from '../scan/source-root.ts';
import type { PointTotals, VolumeRow } from '../staging-types.ts';
import { type PointFacts, type WrittenDescriptor, writeDescriptor } from './descriptor-writer.ts';
import { whileFolderLasts } from './folder-trouble.ts';
import type { PointCounts } from './point-counts.ts';
import { createReportWriter } from './report-writer.ts';
import { setFileNames } from './set-state.ts';
import { endsWhenFull, type SpaceWait, waitForSpace } from './space-wait.ts';
import { verifyWritten } from './verify-written.ts';
import { openVolumeJournal } from './volume-journal.ts';
import { type WritePointOptions, type WrittenPoint, writePoint } from './write-point.ts';

export interface ProducePointOptions extends Omit<WritePointOptions, 'warn' | 'onVolume' | 'space'> {
  /** The descriptor and, for an initial point, its mirror. */
  readonly descriptorNames: readonly string[];
  readonly now: () => string;
  readonly facts: Omit<PointFacts, 'finishedAt' | 'scanStartedAt' | 'totals' | 'keySlots'>;
  /** Finished volumes that the point may refer to, besides those that are written now. */
  readonly knownRows: readonly VolumeRow[];
  /** What is known before the walk; told and reported first. */
  readonly warnings: readonly TaskWarning[];
}

export interface ProducedPoint {
  readonly facts: PointFacts;
  readonly counts: PointCounts;
  /** Every volume that the point refers to, in order of number. */
  readonly rows: readonly VolumeRow[];
  readonly descriptorBytes: number;
  readonly reportFile: string | undefined;
}

export function sumLengths(rows: readonly { readonly length: number }[]): number {
  return rows.reduce((sum, { length }) => sum + length, 0);
}

function usedRows(options: ProducePointOptions, written: WrittenPoint): readonly VolumeRow[] {
  const rows = [...options.knownRows, ...written.newRows]
    .filter((row) => written.usedVolumes.has(row.number))
    .sort((left, right) => left.number - right.number);
  if (rows.length === written.usedVolumes.size) return rows;
  // A previous catalog referred to a volume that its own table does not list.
  const [file = ''] = options.descriptorNames;
  throw new AppError({ kind: 'environment', code: 'staging.descriptorDamaged', params: { file } });
}

function totalsOf({ counts }: WrittenPoint, rows: readonly VolumeRow[]): PointTotals {
  const { files, folders, sourceBytes, skipped } = counts;
  return { files, folders, sourceBytes, stagedBytes: sumLengths(rows), skipped };
}

/** Descriptor and mirror get their names after everything was read back, the descriptor last. */
async function commit(
  options: ProducePointOptions,
  facts: PointFacts,
  rows: readonly VolumeRow[],
  written: WrittenPoint,
  space: SpaceWait,
): Promise<readonly WrittenDescriptor[]> {
  const { folder, set, descriptorNames, control } = options;
  const { furtherFolders = [] } = facts;
  const descriptors = writeDescriptor(folder, descriptorNames, set, facts, rows, written.catalog, space);
  try {
    control.setPhase('verifyingBackup');
    await verifyWritten({ folder, furtherFolders }, set, written.newRows, descriptors, control);
  } catch (error) {
    for (const { file } of descriptors) file.discard();
    throw error;
  }
  for (const { file } of descriptors.toReversed()) file.commit();
  return descriptors;
}

/**
 * Writes a recovery point; nothing has its final name that was not read back, but for volumes, which the next run checks before
 * it uses them.
 * @throws AppError as `writePoint` and `verifyWritten`
 */
export function producePoint(options: ProducePointOptions): Promise<ProducedPoint> {
  const folders = (): readonly string[] => [options.folder, ...readFurtherFolders(options.furtherFolders)];
  return whileFolderLasts(folders, () => produce(options));
}

async function produce(options: ProducePointOptions): Promise<ProducedPoint> {
  const { scanStartedAt, keySlots } = options;
  const { folder, set, control } = options;
  const space = options.waitsForSpace ? waitForSpace(folder, control) : endsWhenFull;
  const report = createReportWriter(folder, setFileNames(set.baseName).report, space);
  const journal = openVolumeJournal(folder, set.baseName, space);
  const warn = (warning: TaskWarning): void => {
    report.add(warning);
    control.warn(warning);
  };
  try {
    for (const warning of options.warnings) warn(warning);
    const written = await writePoint({ ...options, warn, onVolume: journal.add, space });
    requireRootsStillThere(options.roots);
    const rows = usedRows(options, written);
    const totals = totalsOf(written, rows);
    const furtherFolders = readFurtherFolders(options.furtherFolders);
    const facts = {
      ...{ ...options.facts, finishedAt: options.now(), scanStartedAt, totals, keySlots: await keySlots },
      ...(furtherFolders.length === 0 ? {} : { furtherFolders }),
    };
    const descriptors = await commit(options, facts, rows, written, space);
    const reportFile = report.commit();
    written.catalog.discard();
    journal.discard();
    const descriptorBytes = descriptors[0]?.length ?? 0;
    return { facts, counts: written.counts, rows, descriptorBytes, reportFile };
  } catch (error) {
    report.discard();
    throw error;
  } finally {
    journal.close();
  }
}

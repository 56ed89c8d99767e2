/** @file Worker thread: is everything there that a recovery point needs, as it was written? Threads read the volumes side by side. */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { createInlinePool, createThreadPool, type JobPool } from '../../platform/node/thread-pool.ts';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { readCatalog } from '../read/catalog-reader.ts';
import { mirrorName, openDescriptor, readRows } from '../read/descriptor-reader.ts';
import { openVolumeSource } from '../read/open-volume-source.ts';
import { type RestoreTuning, usefulThreads } from '../restore/open-pool.ts';
import { damageOf } from '../staging-errors.ts';
import type { VerifyRequest, VerifyResult, VolumeRow } from '../staging-types.ts';
import { createProgressMeter } from '../write/progress-meter.ts';
import { type AffectedFiles, findAffectedFiles } from './affected-files.ts';
import { checkDescriptor } from './check-descriptor.ts';
import { type CheckSetup, createVolumeChecker, type VolumeFault } from './volume-checker.ts';

type Damage = VerifyResult['damaged'][number];
type CheckPool = JobPool<VolumeRow, VolumeFault | undefined>;

const keptDamage = 1000;
const descriptorDamage: ReadonlySet<string> = new Set([
  'staging.descriptorDamaged',
  'staging.descriptorMissing',
  'staging.versionUnsupported',
]);

interface FoundFault {
  readonly row: VolumeRow;
  readonly code: VolumeFault;
}

/** @returns volumes that are not as they were written, in order of number */
async function checkVolumes(rows: readonly VolumeRow[], pool: CheckPool): Promise<readonly FoundFault[]> {
  const found: FoundFault[] = [];
  const running: Promise<void>[] = [];
  let failure: { readonly error: unknown } | undefined;
  for (const row of rows) {
    await pool.room();
    const checked = pool.run(row).then(
      (code) => {
        if (code !== undefined) found.push({ row, code });
      },
      (error: unknown) => {
        failure ??= { error };
      },
    );
    running.push(checked);
  }
  await Promise.all(running);
  if (failure !== undefined) throw failure.error;
  return found.sort((left, right) => left.row.number - right.row.number);
}

function openPool(
  setup: Omit<CheckSetup, 'threads'>,
  bytes: number,
  volumes: number,
  tuning: RestoreTuning,
  options: { readonly state: SharedArrayBuffer; readonly onReport: (bytes: number) => void },
): CheckPool {
  const threads = Math.min(volumes, tuning.threads ?? usefulThreads(bytes, volumes));
  const all = { ...options, setup: { ...setup, threads: Math.max(1, threads) } };
  return threads === 0
    ? createInlinePool(createVolumeChecker, all)
    : createThreadPool('unpack', threads, all);
}

/** @throws anything but damage of the descriptor */
async function descriptorFault(work: () => Promise<unknown>): Promise<Damage['code'] | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof AppError && descriptorDamage.has(error.code)) return 'staging.descriptorDamaged';
    throw error;
  }
}

/**
 * Checks descriptor, its mirror where there is one, and every volume. Without data key by page-range MD5, with it by
 * authenticating every block as well, and the files that damage costs are named.
 * @throws AppError `staging.descriptorMissing`, `staging.descriptorDamaged` when neither copy can be read, `task.stopped`
 */
export async function verifyLocation(
  request: VerifyRequest,
  control: WorkerControl,
  tuning: RestoreTuning = {},
): Promise<VerifyResult> {
  const { location, descriptorFile, dataKey } = request;
  const source = await openVolumeSource(location);
  const damaged: Damage[] = [];
  let bytes = 0;
  try {
    control.setPhase('verifying');
    const meter = createProgressMeter(control);
    const descriptor = await openDescriptor(source, descriptorFile);
    const { setId, totals } = descriptor.page;
    meter.restart({ totalBytes: totals.stagedBytes });
    const mirror = mirrorName(descriptorFile);
    const hasMirror = mirror !== descriptorFile && (await source.length(mirror)) !== undefined;
    for (const file of hasMirror ? [descriptorFile, mirror] : [descriptorFile]) {
      const code = await descriptorFault(() => checkDescriptor(source, file, dataKey));
      if (code !== undefined) damaged.push({ file, code });
    }
    const rows = await readRows(descriptor);
    const onReport = (range: number): void => {
      bytes += range;
      meter.add(range);
    };
    const setup = { kind: 'check', location, setId, dataKey } as const;
    const pool = openPool(setup, totals.stagedBytes, rows.length, tuning, { state: control.state, onReport });
    let faults: readonly FoundFault[];
    try {
      faults = await checkVolumes(rows, pool);
    } finally {
      await pool.close();
    }
    const damagedCount = damaged.length + faults.length;
    for (const { row, code } of faults.slice(0, keptDamage)) damaged.push({ file: row.file, code });
    let affected: AffectedFiles | undefined;
    if (dataKey !== undefined) {
      affected = { files: [], count: 0 };
      if (faults.length > 0) {
        affected = await findAffectedFiles({
          source,
          setId,
          dataKey,
          rows: faults.map(({ row }) => row),
          catalog: () => readCatalog(descriptor, dataKey),
          onStep: () => meter.add(0),
        }).catch((error: unknown) => {
          throw damageOf(error, 'staging.descriptorDamaged', descriptorFile);
        });
      }
    }
    meter.flush();
    return {
      volumes: rows.length,
      bytes,
      damaged: damaged.slice(0, keptDamage),
      damagedCount,
      ...(affected === undefined ? {} : { damagedFiles: affected.files, damagedFileCount: affected.count }),
    };
  } finally {
    await source.close();
  }
}

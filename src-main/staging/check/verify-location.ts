/** @file Worker thread: is everything there that a recovery point needs, as it was written? */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { mirrorName, openDescriptor, readRows } from '../read/descriptor-reader.ts';
import { openVolumeSource } from '../read/open-volume-source.ts';
import type { VerifyRequest, VerifyResult } from '../staging-types.ts';
import { createProgressMeter } from '../write/progress-meter.ts';
import { checkDescriptor } from './check-descriptor.ts';
import { checkVolume } from './check-volume.ts';

type Damage = VerifyResult['damaged'][number];

const keptDamage = 1000;
const damageCodes: ReadonlySet<string> = new Set([
  'staging.volumeDamaged',
  'staging.volumeIncomplete',
  'staging.versionUnsupported',
  'staging.descriptorDamaged',
]);

/** Damage as it goes into the result; anything else stops the check. */
function damageFor(error: unknown, file: string, isDescriptor: boolean): Damage {
  if (!(error instanceof AppError)) throw error;
  if (error.code === 'staging.volumeMissing') return { file, code: 'staging.volumeMissing' };
  if (error.code === 'staging.descriptorMissing') return { file, code: 'staging.descriptorDamaged' };
  if (!damageCodes.has(error.code)) throw error;
  return { file, code: isDescriptor ? 'staging.descriptorDamaged' : 'staging.volumeDamaged' };
}

/**
 * Checks descriptor, its mirror where there is one, and every volume. Without data key by page-range MD5, with it by
 * authenticating every block as well.
 * @throws AppError `staging.descriptorMissing`, `staging.descriptorDamaged` when neither copy can be read, `task.stopped`
 */
export async function verifyLocation(request: VerifyRequest, control: WorkerControl): Promise<VerifyResult> {
  const source = openVolumeSource(request.location);
  const damaged: Damage[] = [];
  let damagedCount = 0;
  let bytes = 0;
  const check = async (file: string, isDescriptor: boolean, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const damage = damageFor(error, file, isDescriptor);
      damagedCount += 1;
      if (damaged.length < keptDamage) damaged.push(damage);
    }
  };
  try {
    control.setPhase('verifying');
    const meter = createProgressMeter(control);
    const { descriptorFile, dataKey } = request;
    const descriptor = await openDescriptor(source, descriptorFile);
    const { setId, totals } = descriptor.page;
    meter.restart({ totalBytes: totals.stagedBytes });
    const mirror = mirrorName(descriptorFile);
    const hasMirror = mirror !== descriptorFile && (await source.length(mirror)) !== undefined;
    for (const file of hasMirror ? [descriptorFile, mirror] : [descriptorFile]) {
      await check(file, true, () => checkDescriptor(source, file, dataKey));
    }
    const rows = await readRows(descriptor);
    for (const row of rows) {
      await check(row.file, false, () =>
        checkVolume(source, row, setId, dataKey, (range) => {
          bytes += range;
          meter.add(range);
        }),
      );
    }
    meter.flush();
    return { volumes: rows.length, bytes, damaged, damagedCount };
  } finally {
    await source.close();
  }
}

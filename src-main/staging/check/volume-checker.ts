/** @file Worker thread: checks whole volumes, one after the other, for its share of a verification. */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { JobRunner, JobTools } from '../../platform/node/thread-pool.ts';
import { openSequentialSource } from '../read/open-worker-source.ts';
import type { VerifyResult, VolumeRow } from '../staging-types.ts';
import type { VolumeLocation } from '../volume-source.ts';
import { checkVolume } from './check-volume.ts';

export interface CheckSetup {
  readonly kind: 'check';
  readonly location: VolumeLocation;
  readonly setId: string;
  readonly dataKey: Uint8Array | undefined;
  /** Threads that share the memory. */
  readonly threads: number;
}

/** What is wrong with a volume; undefined: it is as it was written. */
export type VolumeFault = Extract<
  VerifyResult['damaged'][number]['code'],
  'staging.volumeDamaged' | 'staging.volumeMissing'
>;

/** Requests of 4 MiB under way for all threads together, where reading is answered late. */
const requestsAhead = 12;
const damageCodes: ReadonlySet<string> = new Set([
  'staging.volumeDamaged',
  'staging.volumeIncomplete',
  'staging.versionUnsupported',
]);

/** Damage as it goes into a result. @throws anything else, which stops the check */
export function volumeFault(error: unknown): VolumeFault {
  if (!(error instanceof AppError)) throw error;
  if (error.code === 'staging.volumeMissing') return 'staging.volumeMissing';
  if (!damageCodes.has(error.code)) throw error;
  return 'staging.volumeDamaged';
}

/** Serves the pool of a verification. */
export async function createVolumeChecker(
  { location, setId, dataKey, threads }: CheckSetup,
  tools: JobTools,
): Promise<JobRunner<VolumeRow, VolumeFault | undefined>> {
  const ahead = Math.max(1, Math.min(6, Math.floor(requestsAhead / threads)));
  const source = await openSequentialSource(location, ahead);
  const onRange = (bytes: number): void => {
    tools.checkpoint();
    tools.report(bytes);
  };
  return {
    async run(row) {
      try {
        await checkVolume(source, row, setId, dataKey, onRange);
        return undefined;
      } catch (error) {
        return volumeFault(error);
      }
    },
    close: () => source.close(),
  };
}

import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { SourceSnapshots } from '../ports/source-snapshot.ts';

/** Systems of which the wizard can make no snapshots: files are read as they are. */
export function createNoSourceSnapshots(): SourceSnapshots {
  return {
    availability: async () => ({ isAvailable: false, reason: 'notWindows' }),
    volumeOf: () => undefined,
    pathIn: () => undefined,
    create: async () => {
      throw new AppError({ kind: 'environment', code: 'disk.platformUnavailable' });
    },
    release: async () => undefined,
    releaseLeftOvers: async () => 0,
  };
}

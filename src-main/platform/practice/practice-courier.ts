import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { DriveShelf } from '../../practice/drives/drive-shelf.ts';
import type { PracticeControl } from '../../practice/world/practice-control.ts';
import type { Courier } from '../ports/courier.ts';

/**
 * Takes practice drives off this computer and gives the parcel to the practice world. Handing over the same parcel again is
 * harmless, so that a step interrupted by a kill can be repeated.
 */
export function practiceCourier(world: {
  readonly shelf: DriveShelf;
  readonly control: Pick<PracticeControl, 'registerParcel'>;
}): Courier {
  return {
    async handOver(parcel) {
      const drives = await world.shelf.list();
      const locationOf = (serial: string): string | undefined =>
        drives.find(({ record }) => record.serial === serial)?.record.location;
      const missing = parcel.driveSerials.filter(
        (serial) => !['here', 'parcel'].includes(locationOf(serial) ?? ''),
      );
      if (missing.length > 0) {
        throw new AppError({
          kind: 'environment',
          code: 'practice.drivesMissing',
          params: { serials: missing.join(', ') },
        });
      }
      const here = parcel.driveSerials.filter((serial) => locationOf(serial) === 'here');
      await world.shelf.send(here, 'parcel');
      await world.control.registerParcel(parcel);
    },
  };
}

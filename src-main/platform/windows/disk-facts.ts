import type { DiskFacts, DiskVolume } from '../../../src-shared/domain/disks.ts';
import { diskIdSchema } from '../../../src-shared/domain/ids.ts';
import type { RawDisk, RawVolume } from './scripts/list-disks-script.ts';
import { bitLockerStateOf } from './scripts/protection.ts';

const mostFirstFolders = 8;
const mostVolumes = 128;

function volumeOf(raw: RawVolume): DiskVolume {
  const isLocked = raw.protection.lock === 1;
  return {
    ...(/^[A-Z]$/.test(raw.letter) ? { letter: raw.letter } : {}),
    label: raw.label,
    fileSystem: isLocked ? '' : raw.fileSystem,
    sizeBytes: raw.sizeBytes,
    // Without a file system nobody can tell; judging goes by the missing file system then.
    usedBytes: raw.fileSystem === '' || isLocked ? 0 : Math.max(0, raw.sizeBytes - raw.freeBytes),
    firstFolders: raw.firstNames.slice(0, mostFirstFolders),
    bitLocker: bitLockerStateOf(raw.protection),
  };
}

/**
 * Facts of all disks from what Windows said.
 * A disk on the USB bus whose medium cannot be taken out is taken for one behind an adapter: Windows cannot tell an adapter from a
 * closed case, so the page warns and the operator decides (import-export.md 4.1).
 */
export function diskFactsOf(raw: readonly RawDisk[]): DiskFacts[] {
  const seen = new Map<string, number>();
  for (const { uniqueId } of raw) seen.set(uniqueId, (seen.get(uniqueId) ?? 0) + 1);
  return raw.map((disk) => {
    const { uniqueId, serial, model, bus, sizeBytes } = disk;
    const isUnique = uniqueId !== '' && seen.get(uniqueId) === 1;
    const volumes = disk.volumes.slice(0, mostVolumes).map(volumeOf);
    return {
      id: diskIdSchema.parse(isUnique ? uniqueId : `${uniqueId.slice(0, 240)}#${disk.number}`),
      number: disk.number,
      identity: { uniqueId, serial, model, bus, sizeBytes },
      logicalSectorBytes: disk.logicalSectorBytes,
      isRemovable: disk.isRemovable,
      isBehindUsbAdapter: bus === 'usb' && !disk.isRemovable,
      isReadOnly: disk.isReadOnly,
      isOffline: disk.isOffline,
      backsSystem: disk.backsSystem,
      isPractice: false,
      volumes,
      mountPaths: disk.accessPaths.slice(0, mostVolumes),
    };
  });
}

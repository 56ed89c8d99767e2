import { driveIdOf } from './disk-identity.ts';
import type { BusType, DiskFacts, DiskFinding, DiskVolume, JudgedDisk } from './disks.ts';

/** What a disk is judged against. Paths are absolute, in the spelling of the computer that runs the main process. */
export interface DiskContext {
  /** Staging locations that must survive: this job's and those of other jobs on this computer. */
  readonly stagingPaths: readonly string[];
  /** What is being backed up from this computer; empty on a copy computer. */
  readonly sourcePaths: readonly string[];
  /** Serials of drives that other jobs have written or are writing, with the name of the job. */
  readonly drivesOfOtherJobs: readonly { readonly serial: string; readonly jobName: string }[];
  /** Practice mode: practice drives may be virtual. */
  readonly isPractice: boolean;
}

/** Above this, Azure's documented drive sizes end; such a disk works at some datacenters only. */
const largestDocumentedBytes = 10 * 10 ** 12;

/** NTFS metadata of an empty volume stays below this. */
const emptyVolumeBytes = 256 * 1024 * 1024;

const virtualBuses: readonly BusType[] = ['virtual', 'spaces', 'iscsi'];
/** Drives that have no SATA plug, which is the only one the datacenter takes (import-export.md 4.1, R57). */
const nonSataBuses: readonly BusType[] = ['nvme'];
/** A SATA drive behind such a controller reports the controller's bus, so the drive itself has to be looked at. */
const controllerBuses: readonly BusType[] = ['sas', 'raid', 'unknown'];
const knownFileSystems = ['NTFS', 'EXFAT', 'FAT32', 'FAT', 'REFS'];

const isWindowsPath = (path: string): boolean => /^[A-Za-z]:|^\\\\/.test(path);

function comparablePath(path: string): string {
  const slashed = isWindowsPath(path) ? path.replaceAll('\\', '/').toLowerCase() : path;
  return `${slashed.replace(/\/+$/, '')}/`;
}

/** True when `path` is `folder` or lies below it. */
export function isPathInside(path: string, folder: string): boolean {
  return comparablePath(path).startsWith(comparablePath(folder));
}

function holdsPath(facts: DiskFacts, paths: readonly string[]): string | undefined {
  return paths.find((path) =>
    facts.mountPaths.some(
      // A real disk mounted below a protected folder is part of it; a practice drive is a folder that merely lies there.
      (mount) => isPathInside(path, mount) || (!facts.isPractice && isPathInside(mount, path)),
    ),
  );
}

function holdsData(volume: DiskVolume): boolean {
  return (
    volume.firstFolders.length > 0 ||
    volume.usedBytes > emptyVolumeBytes ||
    volume.bitLocker !== 'off' ||
    !knownFileSystems.includes(volume.fileSystem.toUpperCase())
  );
}

type Params = DiskFinding['params'];

/** Findings of one disk in order of weight; each rule yields its parameters or nothing. */
function findingsOf(facts: DiskFacts, all: readonly DiskFacts[], context: DiskContext): DiskFinding[] {
  const { identity } = facts;
  const driveId = driveIdOf(identity);
  const sameSerial = (serial: string): boolean =>
    driveId !== '' && driveIdOf({ serial }).toUpperCase() === driveId.toUpperCase();
  const findings: DiskFinding[] = [];
  const block = (code: DiskFinding['code'], applies: boolean, params: Params = {}): void => {
    if (applies) findings.push({ severity: 'blocker', code, params });
  };
  const warn = (code: DiskFinding['code'], applies: boolean, params: Params = {}): void => {
    if (applies) findings.push({ severity: 'warning', code, params });
  };
  const staging = holdsPath(facts, context.stagingPaths);
  const source = holdsPath(facts, context.sourcePaths);
  const otherJob = context.drivesOfOtherJobs.find((drive) => sameSerial(drive.serial));
  const twin = all.find((other) => other !== facts && sameSerial(other.identity.serial));
  const isStick = facts.isRemovable || (identity.bus === 'usb' && !facts.isBehindUsbAdapter);
  const usedBytes = facts.volumes.reduce((sum, volume) => sum + volume.usedBytes, 0);

  block('disk.backsSystem', facts.backsSystem);
  block('disk.holdsStaging', staging !== undefined, { path: staging ?? '' });
  block('disk.holdsSource', source !== undefined, { path: source ?? '' });
  block('disk.inOtherJob', otherJob !== undefined, { job: otherJob?.jobName ?? '' });
  block('disk.readOnly', facts.isReadOnly);
  block('disk.offline', facts.isOffline);
  block('disk.sector4096', facts.logicalSectorBytes !== 512, { bytes: facts.logicalSectorBytes });
  block('disk.removableStick', isStick);
  block('disk.virtual', virtualBuses.includes(identity.bus) && !(context.isPractice && facts.isPractice), {
    bus: identity.bus,
  });
  block('disk.notSata', nonSataBuses.includes(identity.bus), { bus: identity.bus });
  block('disk.noSerial', driveId === '');
  block('disk.duplicateSerial', twin !== undefined, { number: twin?.number ?? 0 });
  warn('disk.usbAdapter', facts.isBehindUsbAdapter);
  warn('disk.behindController', controllerBuses.includes(identity.bus), { bus: identity.bus });
  warn('disk.over10TB', identity.sizeBytes > largestDocumentedBytes, { bytes: identity.sizeBytes });
  warn('disk.holdsData', facts.volumes.some(holdsData), { bytes: usedBytes });
  return findings;
}

/**
 * Judges every disk of a computer: which may be used for a job, and why not (import-export.md 4.1, issue rules).
 * Pure: the same facts always give the same verdict, so the erase guard asks again right before it acts.
 * @returns one entry per disk in the order of their numbers; none is left out
 */
export function judgeDisks(disks: readonly DiskFacts[], context: DiskContext): JudgedDisk[] {
  return [...disks]
    .sort((one, other) => one.number - other.number)
    .map((facts) => {
      const findings = findingsOf(facts, disks, context);
      return { facts, findings, usable: findings.every((finding) => finding.severity !== 'blocker') };
    });
}

import type { DiskFacts, DiskFinding, DiskVolume, JudgedDisk } from '../../../src-shared/domain/disks.ts';
import { diskIdSchema } from '../../../src-shared/domain/ids.ts';
import type { PreparedDrive } from '../../../src-shared/domain/job.ts';
import type { TaskItem } from '../../../src-shared/domain/tasks.ts';

/** Disks and drives that the tests of this page share. */
export function diskFacts(number: number, changes: Partial<DiskFacts> = {}): DiskFacts {
  return {
    id: diskIdSchema.parse(`disk-${number}`),
    number,
    identity: {
      uniqueId: `unique-${number}`,
      serial: `WD-WX41A${number}7K3F`,
      model: 'WDC WD40EFAX',
      bus: 'sata',
      sizeBytes: 4_000_000_000_000,
    },
    logicalSectorBytes: 512,
    isRemovable: false,
    isBehindUsbAdapter: false,
    isReadOnly: false,
    isOffline: false,
    backsSystem: false,
    isPractice: true,
    volumes: [],
    mountPaths: [],
    ...changes,
  };
}

export function finding(
  code: DiskFinding['code'],
  severity: DiskFinding['severity'] = 'blocker',
): DiskFinding {
  return { code, severity, params: {} };
}

export function judged(facts: DiskFacts, findings: readonly DiskFinding[] = []): JudgedDisk {
  return { facts, findings: [...findings], usable: !findings.some(({ severity }) => severity === 'blocker') };
}

export function volume(changes: Partial<DiskVolume> = {}): DiskVolume {
  return {
    letter: 'E',
    label: 'old photos',
    fileSystem: 'NTFS',
    sizeBytes: 4_000_000_000_000,
    usedBytes: 1_200_000_000_000,
    firstFolders: ['2019', 'Scans'],
    bitLocker: 'off',
    ...changes,
  };
}

export function preparedDrive(serial: string, changes: Partial<PreparedDrive> = {}): PreparedDrive {
  return {
    identity: { ...diskFacts(3).identity, serial, uniqueId: `unique-${serial}` },
    letter: 'F',
    state: 'copying',
    files: [],
    bytes: 1_000_000,
    verifiedBytes: 0,
    ...changes,
  };
}

export function taskItem(serial: string, changes: Partial<TaskItem> = {}): TaskItem {
  return {
    id: serial,
    title: 'WDC WD40EFAX',
    phase: 'copying',
    state: 'running',
    progress: { doneBytes: 10, totalBytes: 100, doneFiles: 0 },
    ...changes,
  };
}

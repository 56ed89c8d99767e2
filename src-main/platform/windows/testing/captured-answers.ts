/** @file Answers in the shapes that Microsoft documents for MSFT_Disk, MSFT_Partition, MSFT_Volume and Win32_EncryptableVolume. */
import type { DiskIdentity } from '../../../../src-shared/domain/disks.ts';
import type { RawDisk, RawVolume } from '../scripts/list-disks-script.ts';
import type { Protection, VolumeAnswer } from '../scripts/protection.ts';

export const decrypted: Protection = { lock: 0, conversion: 0, protection: 0, method: 0, percent: 0 };
export const encrypted: Protection = { lock: 0, conversion: 1, protection: 1, method: 4, percent: 100 };
export const locked: Protection = { lock: 1, conversion: 9, protection: 9, method: 9, percent: 0 };

export const systemVolume: RawVolume = {
  letter: 'C',
  label: '',
  fileSystem: 'NTFS',
  sizeBytes: 254_403_411_968,
  freeBytes: 90_194_313_216,
  firstNames: ['PerfLogs', 'Program Files', 'Users', 'Windows'],
  protection: decrypted,
};

export const systemDisk: RawDisk = {
  number: 0,
  uniqueId: 'eui.0025385581B11D3C',
  serial: '0025_3855_81B1_1D3C.',
  model: 'Samsung SSD 970 EVO Plus 250GB',
  bus: 'nvme',
  sizeBytes: 256_060_514_304,
  logicalSectorBytes: 512,
  isRemovable: false,
  isReadOnly: false,
  isOffline: false,
  backsSystem: true,
  volumes: [systemVolume],
  accessPaths: ['C:\\', '\\\\?\\Volume{2f1d6a5e-7c0b-4b5a-9d0c-1f2e3d4c5b6a}\\'],
};

export const identity: DiskIdentity = {
  uniqueId: '5000C500A1B2C3D4',
  serial: 'ZC1ABCDE',
  model: 'ST4000NM0035-1V4107',
  bus: 'sata',
  sizeBytes: 4_000_787_030_016,
};

export const dataDisk: RawDisk = {
  ...systemDisk,
  ...identity,
  number: 1,
  backsSystem: false,
  volumes: [],
  accessPaths: [],
};

export const dataVolume: VolumeAnswer = {
  letter: 'E',
  path: '\\\\?\\Volume{6b3c1d2e-8f4a-4c5b-9a0d-7e6f5a4b3c2d}\\',
  fileSystem: 'NTFS',
  sizeBytes: 4_000_769_380_352,
  protection: decrypted,
};

/** A failure as the scripts' `catch` reports it, with the message that a German system gives. */
export function failure(id: string, parts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id,
    category: 'NotSpecified',
    result: -2_146_233_087,
    status: '',
    line: 99,
    message: 'Das angegebene Objekt wurde nicht gefunden. Größe überprüfen.',
    ...parts,
  };
}

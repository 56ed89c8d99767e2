import { expect, it } from 'vitest';
import { judgeDisks } from '../../../src-shared/domain/disk-findings.ts';
import { recoveryPasswordFrom } from '../../../src-shared/domain/recovery-password.ts';
import { openVolume } from '../../disks/session/open-volume.ts';
import { newSessionDrive } from '../../disks/session/session-drive.ts';
import type { WorkControl } from '../../jobs/task-control.ts';
import { createMemorySecretStore } from '../node/memory-secret-store.ts';
import {
  dataDisk,
  dataVolume,
  decrypted,
  encrypted,
  identity,
  systemDisk,
} from './testing/captured-answers.ts';
import { openStandIn } from './testing/stand-in.ts';
import { createWindowsDiskPlatform } from './windows-disk-platform.ts';

const recoveryPassword = recoveryPasswordFrom([1, 22, 333, 4444, 55_555, 6, 77, 888]);
const control: WorkControl = {
  signal: new AbortController().signal,
  isPaused: false,
  onPauseChange: () => () => undefined,
  waitWhilePaused: async () => undefined,
  setPhase: () => undefined,
  report: () => undefined,
  warn: () => undefined,
};

it('a session looks at the disks before every step, and the key is kept before the drive counts as its own', async () => {
  const standIn = await openStandIn();
  const listed = { script: 'list-disks', value: { disks: [systemDisk, dataDisk] } };
  const formatted = { ...dataDisk, volumes: [], accessPaths: ['E:\\'] };
  const state = { script: 'volume-state', value: { volume: { ...dataVolume, protection: encrypted } } };
  await standIn.play(
    listed,
    { script: 'clear-disk', value: { number: 1 } },
    listed,
    { script: 'create-volume', value: { volume: { ...dataVolume, protection: decrypted } } },
    { script: 'list-disks', value: { disks: [systemDisk, formatted] } },
    { script: 'encrypt-volume', value: { recoveryPassword } },
    state,
    state,
  );
  const platform = createWindowsDiskPlatform({ powerShell: standIn.powerShell, pollMilliseconds: 1 });
  const context = { stagingPaths: [], sourcePaths: [], drivesOfOtherJobs: [], isPractice: false };
  const secrets = createMemorySecretStore();
  const drive = newSessionDrive(identity, 'erase');
  const volume = await openVolume(
    {
      platform,
      secrets,
      readFresh: async (signal) => judgeDisks(await platform.listDisks(signal), context),
      secretReference: (driveId) => `bitlocker/${driveId}`,
    },
    drive,
    'import-job-name',
    control,
    async () => undefined,
  );
  expect(volume).toMatchObject({ rootPath: 'E:\\', letter: 'E' });
  expect(drive.access).toBe('key');
  expect(await secrets.get('bitlocker/ZC1ABCDE')).toBe(recoveryPassword);
  expect((await standIn.calls()).map(({ script }) => script)).toEqual([
    'list-disks',
    'clear-disk',
    'list-disks',
    'create-volume',
    'list-disks',
    'encrypt-volume',
    'volume-state',
    'volume-state',
  ]);
  await standIn.close();
});

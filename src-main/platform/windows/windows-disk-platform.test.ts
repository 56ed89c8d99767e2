import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskFactsSchema } from '../../../src-shared/domain/disks.ts';
import { recoveryPasswordFrom } from '../../../src-shared/domain/recovery-password.ts';
import type { DiskPlatform } from '../ports/disk-platform.ts';
import {
  dataDisk,
  dataVolume,
  decrypted,
  encrypted,
  failure,
  identity,
  locked,
  systemDisk,
} from './testing/captured-answers.ts';
import { openStandIn, type StandIn } from './testing/stand-in.ts';
import { createWindowsDiskPlatform } from './windows-disk-platform.ts';

const recoveryPassword = recoveryPasswordFrom([42_445, 65_535, 0, 1, 11_223, 59_484, 101, 20_202]);

let standIn: StandIn;
let disks: DiskPlatform;
beforeEach(async () => {
  standIn = await openStandIn();
  disks = createWindowsDiskPlatform({ powerShell: standIn.powerShell, pollMilliseconds: 1 });
});
afterEach(() => standIn.close());

describe('listing', () => {
  it('tells facts as the domain knows them', async () => {
    const usb = { ...dataDisk, number: 2, uniqueId: 'USBSTOR\\A', serial: 'X1', bus: 'usb' as const };
    const stick = { ...usb, number: 3, uniqueId: 'USBSTOR\\B', serial: 'X2', isRemovable: true };
    const lockedVolume = {
      ...{ letter: 'F', label: 'old', fileSystem: 'Unknown', sizeBytes: 4e12, freeBytes: 0, firstNames: [] },
      protection: locked,
    };
    await standIn.play({
      script: 'list-disks',
      value: { disks: [systemDisk, { ...dataDisk, volumes: [lockedVolume] }, usb, stick] },
      hasByteOrderMark: true,
      errorOutput: '#< CLIXML\r\n',
    });
    const found = await disks.listDisks();
    for (const facts of found) expect(diskFactsSchema.parse(facts)).toEqual(facts);
    expect(found.map(({ number, backsSystem }) => [number, backsSystem])).toEqual([
      [0, true],
      [1, false],
      [2, false],
      [3, false],
    ]);
    expect(found[0]?.volumes[0]).toMatchObject({
      letter: 'C',
      usedBytes: 254_403_411_968 - 90_194_313_216,
      bitLocker: 'off',
    });
    expect(found[1]).toMatchObject({
      id: identity.uniqueId,
      identity,
      isPractice: false,
      volumes: [{ letter: 'F', fileSystem: '', usedBytes: 0, bitLocker: 'locked' }],
    });
    expect(found[2]).toMatchObject({ isBehindUsbAdapter: true, isRemovable: false });
    expect(found[3]).toMatchObject({ isBehindUsbAdapter: false, isRemovable: true });
  });

  it('takes one disk for a list of one, however PowerShell writes it, and none for none', async () => {
    const bare = { disks: { ...dataDisk, volumes: null, accessPaths: 'E:\\' } };
    await standIn.play(
      { script: 'list-disks', value: bare },
      { script: 'list-disks', value: { disks: { value: [dataDisk], Count: 1 } } },
      { script: 'list-disks', value: { disks: null } },
    );
    expect(await disks.listDisks()).toMatchObject([{ number: 1, volumes: [], mountPaths: ['E:\\'] }]);
    expect(await disks.listDisks()).toHaveLength(1);
    expect(await disks.listDisks()).toEqual([]);
  });

  it('gives disks with one unique id, or none, an id each', async () => {
    const twins = [1, 2].map((number) => ({ ...dataDisk, number }));
    const nameless = { ...dataDisk, number: 3, uniqueId: '' };
    await standIn.play({ script: 'list-disks', value: { disks: [...twins, nameless] } });
    const ids = (await disks.listDisks()).map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
  });

  it.each([
    ['a failure of Windows', { failure: failure('StorageWMI 4,Get-Disk') }, 'disk.listFailed'],
    ['an exit code', { output: '', exitCode: 1, errorOutput: 'Ausnahme' }, 'disk.listFailed'],
    ['words instead of an answer', { output: 'Der Datenträger ist nicht bereit.\r\n' }, 'disk.listFailed'],
    ['a disk without a size', { value: { disks: [{ ...dataDisk, sizeBytes: null }] } }, 'disk.listFailed'],
    ['a member nobody knows', { value: { disks: [{ ...dataDisk, colour: 'blue' }] } }, 'disk.listFailed'],
    [
      'missing rights',
      { failure: failure('HRESULT 0x80041003', { result: -2_147_217_405 }) },
      'windows.accessDenied',
    ],
    [
      'a missing module',
      { failure: failure('CommandNotFoundException', { category: 'ObjectNotFound' }) },
      'disk.platformUnavailable',
    ],
  ])('after %s: a code, never its words', async (_what, step, code) => {
    await standIn.play({ script: 'list-disks', ...step });
    await expect(disks.listDisks()).rejects.toMatchObject({ code });
  });
});

describe('erasing and formatting', () => {
  it('sends the whole identity and nothing else', async () => {
    await standIn.play(
      { script: 'clear-disk', value: { number: 1 } },
      { script: 'create-volume', value: { volume: dataVolume } },
    );
    await disks.clear(identity);
    const volume = await disks.createVolume(identity, 'Größe-東');
    expect(volume).toMatchObject({
      rootPath: 'E:\\',
      letter: 'E',
      capacityBytes: dataVolume.sizeBytes,
      canReadBackUncached: true,
    });
    expect(await standIn.calls()).toEqual([
      { script: 'clear-disk', values: { identity } },
      { script: 'create-volume', values: { identity, label: 'Größe-東' } },
    ]);
  });

  it.each([
    ['refused:disappeared', 'disk.disappeared'],
    ['refused:identityChanged', 'disk.identityChanged'],
    ['refused:backsSystem:1', 'disk.blocked'],
    ['refused:notWritable', 'disk.writeFailed'],
    ['refused:notCleared', 'disk.writeFailed'],
    ['refused:noLetter', 'windows.noDriveLetter'],
    ['StorageWMI 46000,Clear-Disk', 'disk.writeFailed'],
  ])('%s ends this drive only', async (id, code) => {
    await standIn.play({ script: 'clear-disk', failure: failure(id) });
    const attempt = disks.clear(identity);
    await expect(attempt).rejects.toMatchObject({
      code,
      kind: 'device',
      params: { serial: identity.serial },
    });
    const error = await attempt.catch((caught: { details?: string }) => caught);
    expect(error).toMatchObject({ details: expect.stringContaining(id) });
  });

  it('does one change after the other, and none that was stopped while it waited', async () => {
    const stopping = new AbortController();
    await standIn.play(
      { script: 'clear-disk', value: { number: 1 } },
      { script: 'create-volume', value: { volume: dataVolume } },
    );
    const ended: string[] = [];
    const first = disks.clear(identity).then(() => ended.push('first'));
    const second = disks.clear({ ...identity, serial: 'OTHER' }, stopping.signal);
    const third = disks.createVolume(identity, 'SEED');
    stopping.abort();
    await expect(second.finally(() => ended.push('second'))).rejects.toMatchObject({ name: 'AbortError' });
    await Promise.all([first, third]);
    expect(ended).toEqual(['second', 'first']);
    expect((await standIn.calls()).map(({ script }) => script)).toEqual(['clear-disk', 'create-volume']);
  });
});

describe('encrypting', () => {
  const state = (protection: object) => ({
    script: 'volume-state',
    value: { volume: { ...dataVolume, protection } },
  });

  it('follows it to the end and hands the key over', async () => {
    await standIn.play(
      { script: 'encrypt-volume', value: { recoveryPassword } },
      state({ ...decrypted, conversion: 2, method: 4, percent: 40 }),
      state({ ...encrypted }),
    );
    const percents: number[] = [];
    expect(await disks.encrypt(identity, (percent) => percents.push(percent))).toEqual({ recoveryPassword });
    expect(percents).toEqual([0, 40, 100]);
  });

  it('ends a suspension', async () => {
    await standIn.play(
      { script: 'encrypt-volume', value: { recoveryPassword } },
      state({ ...encrypted, protection: 0 }),
      { script: 'enable-protection', value: { result: 0, volume: { ...dataVolume, protection: encrypted } } },
    );
    await disks.encrypt(identity, () => undefined);
  });

  it.each([
    ['another method than was asked for', { ...encrypted, method: 7 }],
    ['a conversion that stopped', { ...decrypted, conversion: 4, percent: 12 }],
  ])('refuses %s', async (_what, protection) => {
    await standIn.play({ script: 'encrypt-volume', value: { recoveryPassword } }, state(protection));
    await expect(disks.encrypt(identity, () => undefined)).rejects.toMatchObject({
      code: 'windows.encryptionFailed',
    });
  });

  it('names what BitLocker answered', async () => {
    await standIn.play({ script: 'encrypt-volume', failure: failure('refused:encrypt:2147942487') });
    await expect(disks.encrypt(identity, () => undefined)).rejects.toMatchObject({
      code: 'windows.encryptionFailed',
      params: { result: '0x80070057' },
    });
  });

  it('keeps the key out of errors, even when the program fails after printing it', async () => {
    const printed = JSON.stringify({ ok: true, value: { recoveryPassword } });
    for (const step of [
      { output: printed, exitCode: 1 },
      { output: printed.replace('"ok":true', '"ok":"yes"') },
      { value: { recoveryPassword, more: recoveryPassword } },
      { failure: failure('x', { message: `Kennwort ${recoveryPassword}` }) },
    ]) {
      await standIn.play({ script: 'encrypt-volume', ...step });
      const error = await disks.encrypt(identity, () => undefined).catch((caught: unknown) => caught);
      expect(error).toHaveProperty('code');
      expect(JSON.stringify(error) + String(error)).not.toContain('466895');
    }
  });
});

describe('unlocking and locking', () => {
  it('opens with the password, which goes through standard input', async () => {
    await standIn.play({
      script: 'unlock-volume',
      value: { volume: { ...dataVolume, protection: encrypted } },
    });
    expect((await disks.unlock(identity, recoveryPassword)).rootPath).toBe('E:\\');
    expect(await standIn.calls()).toEqual([
      { script: 'unlock-volume', values: { recoveryPassword, identity } },
    ]);
  });

  it('tells a wrong password, and does not repeat it', async () => {
    await standIn.play({
      script: 'unlock-volume',
      failure: failure('refused:passwordWrong', { message: `${recoveryPassword} falsch` }),
    });
    const error = await disks.unlock(identity, recoveryPassword).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'disk.recoveryPasswordWrong', kind: 'device' });
    expect(JSON.stringify(error)).not.toContain('466895');
  });

  it('knows whether a volume is open', async () => {
    const answer = (volume: unknown) => ({ script: 'volume-state', value: { volume } });
    await standIn.play(
      answer(null),
      answer({ ...dataVolume, fileSystem: '', sizeBytes: 0, protection: locked }),
      answer({ ...dataVolume, protection: encrypted }),
    );
    expect(await disks.mountedVolume(identity)).toBeUndefined();
    expect(await disks.mountedVolume(identity)).toBeUndefined();
    expect(await disks.mountedVolume(identity)).toMatchObject({ letter: 'E' });
  });

  it('locks, and says so when it cannot', async () => {
    await standIn.play(
      { script: 'lock-volume', value: { isForced: false } },
      { script: 'lock-volume', failure: failure('refused:lock:2147942405') },
    );
    await disks.lock(identity);
    await expect(disks.lock(identity)).rejects.toMatchObject({
      code: 'windows.volumeBusy',
      params: { result: '0x80070005' },
    });
  });
});

import { constants } from 'node:fs';
import {
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Progress } from '../../../src-shared/domain/tasks.ts';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { pieceMd5s, stageFile } from '../testing/staging-files.ts';
import { copyToDrive } from './copy-to-drive.ts';
import type { CopyFile, CopyInput } from './copy-types.ts';
import { sealDrive } from './seal-drive.ts';

const mebibyte = 1024 * 1024;
let folder = '';
let staging = '';
let drive = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'copy-'));
  staging = join(folder, 'staging');
  drive = join(folder, 'drive');
  await mkdir(drive);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function inputFor(files: readonly CopyFile[], changes: Partial<CopyInput['target']> = {}): CopyInput {
  return {
    kind: 'copy',
    stagingPath: staging,
    describedAtMilliseconds: Date.now(),
    files,
    drivesAtOnce: 1,
    target: {
      serial: 'Z1',
      rootPath: drive,
      sessionFolder: 'seed-1',
      canReadBackUncached: true,
      ...changes,
    },
  };
}

interface Watched extends WorkerControl {
  readonly phases: string[];
  readonly reports: Partial<Progress>[];
}

function watch(onPhase: (phase: string) => void = () => undefined): Watched {
  const phases: string[] = [];
  const reports: Partial<Progress>[] = [];
  return {
    phases,
    reports,
    state: new SharedArrayBuffer(4),
    throwIfStopped: () => undefined,
    warn: () => undefined,
    report: (progress) => reports.push(progress),
    setPhase(phase) {
      phases.push(phase);
      onPhase(phase);
    },
  };
}

async function flipByte(path: string, position: number): Promise<void> {
  const handle = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, position);
  byte[0] = (byte[0] ?? 0) ^ 1;
  await handle.write(byte, 0, 1, position);
  await handle.sync();
  await handle.close();
}

const onDrive = (name: string): string => join(drive, 'seed-1', name);

async function hasDirectAccess(): Promise<boolean> {
  if (process.platform !== 'linux') return process.platform === 'win32';
  const path = join(folder, 'probe');
  try {
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_DIRECT);
    await handle.close();
    return true;
  } catch {
    return false;
  }
}

describe('copyToDrive', () => {
  it.each([1, 3, 5])(
    'copies every byte, reads it back from the device and reports both passes, with %d drives at once',
    async (drivesAtOnce) => {
      const files = [
        await stageFile(staging, 'big.BaseBlob', 37 * mebibyte + 4096),
        await stageFile(staging, 'small.BaseBlob', 4096),
        await stageFile(staging, 'odd.bin', 5 * mebibyte + 512),
        await stageFile(staging, 'empty.bin', 0),
      ];
      const control = watch();
      const output = await copyToDrive({ ...inputFor(files), drivesAtOnce }, control);
      expect(output.verified.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
      expect([output.refused, output.unplaced, output.foundOnDrive]).toEqual([[], [], []]);
      for (const file of files) {
        expect(
          Buffer.compare(await readFile(onDrive(file.name)), await readFile(join(staging, file.name))),
        ).toBe(0);
      }
      expect(output.readBack).toBe((await hasDirectAccess()) ? 'device' : 'cached');
      expect(control.phases).toEqual(['copying', 'verifying']);
      const totalBytes = files.reduce((sum, file) => sum + file.bytes, 0);
      expect(control.reports.at(-1)).toMatchObject({
        doneBytes: totalBytes,
        totalBytes,
        doneFiles: 4,
        totalFiles: 4,
      });
      expect(await readdir(join(drive, 'seed-1'))).toHaveLength(4);
    },
  );

  it('says so when only the system cache could be asked', async () => {
    const files = [await stageFile(staging, 'a', 4096)];
    const output = await copyToDrive(inputFor(files, { canReadBackUncached: false }), watch());
    expect(output.readBack).toBe('cached');
  });

  it('hashes files that staging did not hash', async () => {
    const { pageRangeMd5: staged, ...file } = await stageFile(staging, 'opaque', 9 * mebibyte);
    const first = await copyToDrive(inputFor([file]), watch());
    expect(Buffer.from(first.verified[0]?.pageRangeMd5 ?? [])).toEqual(staged);
    const again = await copyToDrive(inputFor([file]), watch());
    expect(again.foundOnDrive).toEqual(['opaque']);
    expect(Buffer.from(again.verified[0]?.pageRangeMd5 ?? [])).toEqual(staged);
  });

  it('finds damage in staging before it lands, and goes on with the other files', async () => {
    const bad = await stageFile(staging, 'bad', 33 * mebibyte);
    const good = await stageFile(staging, 'good', 4096);
    await flipByte(join(staging, 'bad'), 25 * mebibyte);
    const output = await copyToDrive(inputFor([bad, good]), watch());
    expect(output.refused).toEqual([
      {
        name: 'bad',
        error: expect.objectContaining({ code: 'staging.volumeDamaged', params: { file: 'bad' } }),
      },
    ]);
    expect(output.verified.map(({ name }) => name)).toEqual(['good']);
    expect(await readdir(join(drive, 'seed-1'))).toEqual(['good']);
  });

  it('tells a change during the session from damage', async () => {
    const files = [await stageFile(staging, 'a', 8192), await stageFile(staging, 'b', 8192)];
    const input = { ...inputFor(files), describedAtMilliseconds: Date.now() - 60_000 };
    await flipByte(join(staging, 'a'), 10);
    await rm(join(staging, 'b'));
    const output = await copyToDrive(input, watch());
    expect(output.refused.map(({ error }) => error.code)).toEqual([
      'disk.stagingChanged',
      'staging.volumeMissing',
    ]);
  });

  it('finds a bit that flipped on the drive between write and read-back', async () => {
    const file = await stageFile(staging, 'a', 9 * mebibyte);
    const { flipped, control } = damageBeforeVerify();
    await expect(copyToDrive(inputFor([file]), control)).rejects.toMatchObject({
      kind: 'device',
      code: 'disk.verifyFailed',
      params: { serial: 'Z1', file: 'a' },
    });
    expect(flipped()).toBe(true);
  });

  /** Flips a bit synchronously at the start of the second pass. */
  function damageBeforeVerify() {
    let isFlipped = false;
    const fs = process.getBuiltinModule('node:fs');
    const control = watch((phase) => {
      if (phase !== 'verifying') return;
      const handle = fs.openSync(onDrive('a'), 'r+');
      const byte = Buffer.alloc(1);
      fs.readSync(handle, byte, 0, 1, 6 * mebibyte);
      fs.writeSync(handle, Buffer.from([(byte[0] ?? 0) ^ 4]), 0, 1, 6 * mebibyte);
      fs.fsyncSync(handle);
      fs.closeSync(handle);
      isFlipped = true;
    });
    return { control, flipped: () => isFlipped };
  }

  it('does not trust names: what an interrupted session left is read back, damage copied again', async () => {
    const files = [await stageFile(staging, 'a', 5 * mebibyte), await stageFile(staging, 'b', 5 * mebibyte)];
    await copyToDrive(inputFor(files), watch());
    await flipByte(onDrive('b'), 4 * mebibyte + 7);
    await writeFile(`${onDrive('c')}.partial`, 'left behind');
    const kept = await stat(onDrive('a'));
    const output = await copyToDrive(inputFor(files), watch());
    expect(output.foundOnDrive).toEqual(['a']);
    expect((await stat(onDrive('a'))).ino).toBe(kept.ino);
    expect(pieceMd5s(await readFile(onDrive('b')))).toEqual(files[1]?.pageRangeMd5);
    expect(output.verified).toHaveLength(2);
  });

  it('writes through no link that lies on the drive', async () => {
    const file = await stageFile(staging, 'seed-000001.BaseBlob', 5 * mebibyte);
    const elsewhere = join(folder, 'elsewhere');
    await mkdir(elsewhere);
    await symlink(elsewhere, join(drive, 'seed-1'), 'junction');
    await expect(copyToDrive(inputFor([file]), watch())).rejects.toMatchObject({ code: 'disk.writeFailed' });
    expect(await readdir(elsewhere)).toEqual([]);

    await rm(join(drive, 'seed-1'));
    await mkdir(join(drive, 'seed-1'));
    const outside = join(elsewhere, file.name);
    await writeFile(outside, await readFile(join(staging, file.name)));
    await symlink(outside, onDrive(file.name));
    expect((await copyToDrive(inputFor([file]), watch())).verified).toHaveLength(1);
    expect((await lstat(onDrive(file.name))).isFile()).toBe(true);
  });

  it('says that the drive is gone, not that staging is', async () => {
    const file = await stageFile(staging, 'a', 9 * mebibyte);
    const { renameSync } = process.getBuiltinModule('node:fs');
    const control = watch((phase) => {
      if (phase === 'verifying') renameSync(drive, `${drive}.gone`);
    });
    await expect(copyToDrive(inputFor([file]), control)).rejects.toMatchObject({
      code: 'disk.disappeared',
      params: { serial: 'Z1' },
    });
  });

  it('seals the drive with a manifest of exactly what was verified', async () => {
    const files = [await stageFile(staging, 'b', 5 * mebibyte), await stageFile(staging, 'a', 4096)];
    const { target } = inputFor(files);
    const { verified } = await copyToDrive(inputFor(files), watch());
    const sealed = await sealDrive(
      { kind: 'seal', target, driveId: 'Z1', container: 'seed', clientCreator: 'test 1', files: verified },
      watch(),
    );
    const manifest = await readFile(join(drive, 'DriveManifest.xml'));
    expect(sealed.manifestBytes).toBe(manifest.length);
    const text = manifest.toString();
    expect([...text.matchAll(/<FilePath>(.*)<\/FilePath>/g)].map((match) => match[1])).toEqual([
      '\\seed-1\\a',
      '\\seed-1\\b',
    ]);
    const firstHash = Buffer.from(files[0]?.pageRangeMd5 ?? [])
      .subarray(0, 16)
      .toString('hex')
      .toUpperCase();
    expect(text).toContain(`<PageRange Offset="0" Length="4194304" Hash="${firstHash}" />`);
    expect(text).toContain('<PageRange Offset="4194304" Length="1048576"');
  });
});

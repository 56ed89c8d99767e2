import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { imageObstacle, type Mounts, mountObstacle, openMounts } from './testing/mounts.ts';
import { backUp, mebibyte, recordingControl, restoreAll, temporaryPlace } from './testing/test-service.ts';
import { noise, treeDifferences, treeSnapshot } from './testing/tree-snapshot.ts';
import { refuseTooLongVolumes } from './write/file-size-limit.ts';

let place: ReturnType<typeof temporaryPlace>;
let mounts: Mounts;
beforeEach(() => {
  place = temporaryPlace();
  mounts = openMounts();
});
afterEach(() => {
  mounts.close();
  rmSync(place.root, { recursive: true, force: true });
});

const backUpProcess = fileURLToPath(new URL('./testing/back-up-process.ts', import.meta.url));
const volumesIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => /-\d{6}\.BaseBlob$/.test(name));

function makeSource(parts: number): void {
  for (let number = 0; number < parts; number += 1)
    writeFileSync(join(place.source, `part ${number}`), noise(mebibyte, number + 1));
}

async function expectWholeRestore(): Promise<void> {
  await restoreAll(place.staging, place.target);
  expect(treeDifferences(await treeSnapshot(place.source), await treeSnapshot(place.target))).toEqual([]);
}

const small = { volumeBytes: 2 * mebibyte };

describe('a staging location', () => {
  it('that is read-only is refused by name, and so again', async (context) => {
    const obstacle = mountObstacle(place.staging);
    if (obstacle !== undefined) context.skip(obstacle);
    makeSource(1);
    mounts.memory(place.staging, mebibyte, ['ro']);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(backUp(place.staging, [place.source])).rejects.toMatchObject({
        code: 'staging.notWritable',
        params: { reason: 'EROFS' },
      });
    }
  }, 120_000);

  it('that is unplugged in the middle ends the backup; plugged in again, it goes on', async (context) => {
    const obstacle = mountObstacle(place.staging);
    if (obstacle !== undefined) context.skip(obstacle);
    makeSource(10);
    const disk = join(place.root, 'disk');
    mkdirSync(disk);
    mounts.memory(disk, 64 * mebibyte);
    mounts.alias(place.staging, disk);
    const running = backUp(place.staging, [place.source], small);
    const ended = expect(running).rejects.toMatchObject({
      kind: 'environment',
      code: 'staging.unreachable',
      params: { path: place.staging, reason: 'ENODEV' },
    });
    await expect.poll(() => volumesIn(disk).length, { interval: 2, timeout: 20_000 }).toBeGreaterThan(1);
    mounts.pull(place.staging);
    await ended;
    for (const folder of [disk, place.staging])
      expect(readdirSync(folder)).not.toContain('seed-fs01.AIBBlob');
    const kept = volumesIn(disk).length;
    expect(kept).toBeGreaterThan(1);
    mounts.alias(place.staging, disk);
    const control = recordingControl();
    const record = await backUp(place.staging, [place.source], small, control);
    expect(record.files).toBe(10);
    await expectWholeRestore();
  }, 120_000);

  it('whose disk dies in the middle (EIO) ends the backup; back again, it goes on', async (context) => {
    const obstacle = imageObstacle(place.staging);
    if (obstacle !== undefined) context.skip(obstacle);
    makeSource(10);
    const image = join(place.root, 'disk.img');
    mounts.image(place.staging, image, 64 * mebibyte);
    const running = backUp(place.staging, [place.source], small);
    const ended = running.catch((error) => error);
    await expect
      .poll(() => volumesIn(place.staging).length, { interval: 2, timeout: 20_000 })
      .toBeGreaterThan(1);
    mounts.breakDisk(place.staging);
    expect(await ended).toMatchObject({
      kind: 'environment',
      code: expect.stringMatching(/^staging\.(writeFailed|notWritable)$/),
      params: { reason: expect.stringMatching(/^(EIO|EROFS|ESHUTDOWN)$/) },
    });
    mounts.unmount(place.staging);
    spawnSync('e2fsck', ['-fy', image]);
    mounts.imageAgain(place.staging, image);
    expect(readdirSync(place.staging)).not.toContain('seed-fs01.AIBBlob');
    expect((await backUp(place.staging, [place.source], small)).files).toBe(10);
    await expectWholeRestore();
  }, 120_000);

  it('that takes no files of 4 GiB is refused before the start, with the field and the rule', async (context) => {
    if (process.platform === 'win32')
      context.skip('NOT TRIED HERE: a limit of the process needs a POSIX shell');
    makeSource(1);
    // The limit of FAT, here that of the process: the system call answers the same, EFBIG.
    const limited = 'ulimit -f 4194303; exec "$@"';
    const run = (volumeBytes: number) => {
      const args = ['-c', limited, 'bash', process.execPath, backUpProcess, place.staging, place.source];
      return spawnSync('bash', [...args, String(volumeBytes)], { encoding: 'utf8' });
    };
    const refused = run(4 * 1024 ** 3);
    expect([refused.status, refused.stderr.includes('staging.volumesTooLong')]).toEqual([1, true]);
    expect(refused.stderr).toContain("field: 'draft.volumeBytes'");
    expect(readdirSync(place.staging)).toEqual([]);
    expect(run(4 * 1024 ** 3 - 4096).status).toBe(0);
    await expectWholeRestore();
    // Without such a limit far longer ones are right, and nothing is left of the try.
    refuseTooLongVolumes(place.target, 'try.partial', 64 * 1024 ** 3);
    expect(readdirSync(place.target)).toEqual(['part 0']);
  }, 120_000);
});

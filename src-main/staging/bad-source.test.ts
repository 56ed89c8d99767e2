import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { imageObstacle, type Mounts, mountObstacle, openMounts } from './testing/mounts.ts';
import {
  backUp,
  draftFor,
  mebibyte,
  passphrase,
  recordingControl,
  restoreAll,
  service,
  temporaryPlace,
} from './testing/test-service.ts';
import { noise, treeDifferences, treeSnapshot } from './testing/tree-snapshot.ts';

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

const reportOf = (staging: string): readonly unknown[] =>
  readFileSync(join(staging, 'seed-fs01-report.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const blockBytes = 4096;

/** Where a block of a file lies in the image, in blocks. */
function physicalBlock(image: string, file: string, block: number): number {
  const answer = execFileSync('debugfs', ['-R', `bmap /${file} ${block}`, image], { stdio: 'pipe' });
  return Number(String(answer).trim());
}

describe('a source disk', () => {
  it('with bad sectors (EIO) in the middle of one file loses that file only, by name', async (context) => {
    const obstacle = imageObstacle(place.source);
    if (obstacle !== undefined) context.skip(obstacle);
    const image = join(place.root, 'disk.img');
    mounts.image(place.source, image, 32 * mebibyte);
    writeFileSync(join(place.source, 'before'), noise(mebibyte, 1));
    writeFileSync(join(place.source, 'later'), noise(mebibyte, 2));
    execFileSync('sync', ['-f', place.source]);
    writeFileSync(join(place.source, 'broken'), noise(12 * mebibyte, 3));
    rmSync(join(place.source, 'lost+found'), { recursive: true });
    const whole = await treeSnapshot(place.source);
    mounts.unmount(place.source);
    const bad = physicalBlock(image, 'broken', (8 * mebibyte) / blockBytes);
    for (const file of ['before', 'later'])
      expect(physicalBlock(image, file, mebibyte / blockBytes - 1)).toBeLessThan(bad);
    mounts.imageAgain(place.source, image);
    // Behind its end the image cannot be read any more: the loop device answers with errors there.
    truncateSync(image, bad * blockBytes);
    const control = recordingControl();
    const record = await backUp(place.staging, [place.source], {}, control);
    const path = join(place.source, 'broken');
    expect(control.warnings).toEqual([{ code: 'file.unreadable', path, reason: 'EIO' }]);
    expect(reportOf(place.staging)).toEqual(control.warnings);
    expect([record.files, record.skippedFiles]).toEqual([2, 1]);
    expect(record.reportFile).toBe('seed-fs01-report.ndjson');
    await restoreAll(place.staging, place.target);
    const { broken: _broken, ...rest } = whole;
    expect(treeDifferences(rest, await treeSnapshot(place.target))).toEqual([]);
  }, 120_000);

  it('that is pulled out ends the backup; plugged in again, it goes on', async (context) => {
    const obstacle = mountObstacle(place.source);
    if (obstacle !== undefined) context.skip(obstacle);
    const disk = join(place.root, 'disk');
    mkdirSync(disk);
    mounts.memory(disk, 64 * mebibyte);
    for (let number = 0; number < 12; number += 1)
      writeFileSync(join(disk, `part ${number}`), noise(mebibyte, number + 1));
    mounts.alias(place.source, disk);
    const control = recordingControl();
    const setPhase = control.setPhase.bind(control);
    control.setPhase = (phase) => {
      setPhase(phase);
      // The walk has its roots by now; some files may have been read.
      if (phase === 'estimatingSize') mounts.pull(place.source);
    };
    await expect(backUp(place.staging, [place.source], {}, control)).rejects.toMatchObject({
      code: expect.stringMatching(/^staging\.(sourceGone|nothingToBackUp)$/),
    });
    expect(readdirSync(place.staging)).not.toContain('seed-fs01.AIBBlob');
    mounts.alias(place.source, disk);
    expect((await backUp(place.staging, [place.source])).files).toBe(12);
    await restoreAll(place.staging, place.target);
    expect(treeDifferences(await treeSnapshot(disk), await treeSnapshot(place.target))).toEqual([]);
  }, 120_000);
});

describe('files that programs work on meanwhile', () => {
  it('are each named when they never rest or are gone, and counted; the rest is safe', async (context) => {
    if (process.platform === 'win32')
      context.skip('NOT TRIED HERE: the program that meddles is a shell script');
    writeFileSync(join(place.source, 'a log'), noise(24 * mebibyte, 1));
    writeFileSync(join(place.source, 'b still'), noise(mebibyte, 2));
    writeFileSync(join(place.source, 'c short-lived'), 'gone as soon as the first volume is begun');
    const meddle = 'while :; do echo more >> "$1/a log"; [ -e "$2" ] && rm -f "$1/c short-lived"; done';
    const firstVolume = join(place.staging, 'seed-fs01-000001.BaseBlob.partial');
    const meddler = spawn('bash', ['-c', meddle, 'bash', place.source, firstVolume], { stdio: 'ignore' });
    const draft = draftFor(place.staging, [place.source]);
    const control = recordingControl();
    // One thread reads one file after the other, so that the last one is gone by then.
    const record = await service
      .backUp({ draft, passphrase, jobDetails: {}, threads: 1 }, control)
      .finally(() => meddler.kill('SIGKILL'));
    expect(control.warnings).toEqual([
      { code: 'file.changedWhileRead', path: join(place.source, 'a log'), reason: 'changed' },
      { code: 'file.vanished', path: join(place.source, 'c short-lived'), reason: 'ENOENT' },
    ]);
    expect(reportOf(place.staging)).toEqual(control.warnings);
    expect([record.files, record.skippedFiles]).toEqual([2, 1]);
    await restoreAll(place.staging, place.target);
    const { 'a log': _grown, ...rest } = await treeSnapshot(place.source);
    const { 'a log': _kept, ...found } = await treeSnapshot(place.target);
    expect([Object.keys(found), treeDifferences(rest, found)]).toEqual([['b still'], []]);
    // What never rests is as it was at some moment: the beginning is whole.
    const log = readFileSync(join(place.target, 'a log'));
    expect(log.subarray(0, 24 * mebibyte).equals(noise(24 * mebibyte, 1))).toBe(true);
  }, 120_000);
});

it('a passphrase that is too short is refused before anything is written', async () => {
  writeFileSync(join(place.source, 'a'), 'a');
  const request = { draft: draftFor(place.staging, [place.source]), passphrase: 'too short', jobDetails: {} };
  await expect(service.backUp(request, recordingControl())).rejects.toMatchObject({
    code: 'staging.passphraseTooShort',
    field: 'passphrase',
  });
  expect(readdirSync(place.staging)).toEqual([]);
});

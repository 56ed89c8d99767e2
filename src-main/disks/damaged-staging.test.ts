import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SetId } from '../../src-shared/domain/ids.ts';
import { backUp, service as staging, temporaryPlace } from '../staging/testing/test-service.ts';
import { noise } from '../staging/testing/tree-snapshot.ts';
import {
  checkDrives,
  mebibyte,
  openPrepareFixture,
  type PrepareFixture,
  ticketFor,
  volumeFolder,
} from './testing/prepare-fixture.ts';

const descriptor = 'seed-fs01.AIBBlob';
const mirror = 'seed-fs01-descriptor.BaseBlob';
const volume = 'seed-fs01-000001.BaseBlob';
const serial = 'PRACTICE0001';
const place = temporaryPlace();
let setId: SetId;
let folder = '';
let fixture: PrepareFixture;

beforeAll(async () => {
  writeFileSync(join(place.source, 'noise.bin'), noise(3 * mebibyte, 1));
  for (let number = 0; number < 41; number += 1)
    writeFileSync(join(place.source, `small ${number}`), `${number}`);
  ({ setId } = await backUp(place.staging, [place.source]));
});
afterAll(() => rmSync(place.root, { recursive: true, force: true }));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'damaged-staging-'));
  cpSync(place.staging, join(folder, 'staging'), { recursive: true });
  fixture = await openPrepareFixture({ folder, files: [], staged: { staging, setId } });
  await fixture.shelf.attachDrive(64 * mebibyte);
  writeFileSync(join(await volumeFolder(fixture, serial), 'keep.txt'), 'mine');
});
afterEach(async () => {
  await fixture.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Changes one byte; a negative position counts from the end. */
function change(file: string, position: number): void {
  const path = join(fixture.stagingPath, file);
  const bytes = readFileSync(path);
  const index = position < 0 ? bytes.length + position : position;
  bytes[index] = (bytes[index] ?? 0) ^ 0x10;
  writeFileSync(path, bytes);
}

const remove = (file: string): void => rmSync(join(fixture.stagingPath, file));
const cut = (file: string, length: number): void => truncateSync(join(fixture.stagingPath, file), length);

async function start() {
  const { service, jobId, tasks } = fixture;
  const disk = await ticketFor(fixture, serial);
  const { taskId } = await service.start({ jobId, disks: [disk] });
  return tasks.finished(taskId);
}

describe('one copy of the descriptor is damaged before drives are prepared', () => {
  it.each<[string, string, () => void]>([
    ['JSON of the page', descriptor, () => change(descriptor, 200)],
    ['the whole file', descriptor, () => remove(descriptor)],
    ['catalog of the mirror', mirror, () => change(mirror, 8300)],
  ])('%s: it is written anew, told, and both travel', async (_what, file, damage) => {
    damage();
    expect((await fixture.service.inspectStaging({ stagingPath: fixture.stagingPath })).jobs).toHaveLength(1);
    const task = await start();
    expect(task).toMatchObject({
      state: 'completedWithWarnings',
      warnings: [{ code: 'descriptor.repaired', path: file }],
    });
    const blobs = [...(await checkDrives(fixture)).values()].flat().sort();
    expect(blobs).toEqual([volume, mirror, descriptor].map((name) => `seed/${name}`));
    for (const name of [descriptor, mirror]) {
      expect(
        readFileSync(join(fixture.stagingPath, name)).equals(readFileSync(join(place.staging, name))),
      ).toBe(true);
    }
    expect(readdirSync(fixture.stagingPath).sort()).toEqual(readdirSync(place.staging).sort());
  });
});

describe('a staging location that cannot be mended', () => {
  it.each<[string, string, string, () => void]>([
    [
      'both catalogs',
      'staging.descriptorDamaged',
      descriptor,
      () => {
        change(descriptor, 8300);
        change(mirror, 8300);
      },
    ],
    [
      'one copy and no other',
      'staging.descriptorDamaged',
      mirror,
      () => {
        remove(descriptor);
        change(mirror, 4200);
      },
    ],
    ['a volume that is gone', 'staging.volumeMissing', volume, () => remove(volume)],
    ['a volume that was cut', 'staging.volumeDamaged', volume, () => cut(volume, mebibyte)],
    ['first page of a volume', 'staging.volumeDamaged', volume, () => change(volume, 100)],
    ['last page of a volume', 'staging.volumeDamaged', volume, () => change(volume, -100)],
  ])('%s: refused by name, and nothing is erased', async (_what, code, file, damage) => {
    damage();
    await expect(start()).rejects.toMatchObject({ code, params: { file } });
    expect(readFileSync(join(await volumeFolder(fixture, serial), 'keep.txt'), 'utf8')).toBe('mine');
    expect(fixture.jobs.get(fixture.jobId).phase).toBe('staged');
    const { stagingPath, service } = fixture;
    if (code === 'staging.descriptorDamaged') {
      await expect(service.inspectStaging({ stagingPath })).rejects.toMatchObject({ code, params: { file } });
      await expect(staging.describe(stagingPath, setId)).rejects.toMatchObject({ code, params: { file } });
    }
  });
});

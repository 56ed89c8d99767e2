import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StagingRecord } from '../../src-shared/domain/job.ts';
import { findSetFiles, isSetFile } from './set-files.ts';
import { type StagedSeed, stageSeed } from './testing/seeded-world.ts';

let folder = '';
let seed: StagedSeed;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'set-files-'));
  seed = await stageSeed(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a report is known by its content too, whatever name a job record brought along', async () => {
  const place = join(folder, 'reports');
  await mkdir(place);
  const warning = { code: 'file.unreadable', path: '/data/locked.txt', reason: 'EACCES' };
  await writeFile(join(place, 'seed-report.ndjson'), `${JSON.stringify(warning)}\n`);
  await writeFile(join(place, 'foreign-report.ndjson'), '{"code":"order","total":12}\n');
  await writeFile(join(place, 'letter.txt'), 'Dear Ada\n');
  for (const [reportFile, isOurs] of [
    ['seed-report.ndjson', true],
    ['foreign-report.ndjson', false],
    ['letter.txt', false],
  ] as const) {
    const found = await findSetFiles({ ...seed.record, stagingPath: place, reportFile });
    expect(found.map(({ name }) => name)).toEqual(isOurs ? [reportFile] : []);
  }
});

test('what was put in the place of a file of the set since it was listed is not a file of the set', async () => {
  const staging: StagingRecord = seed.record;
  const [file, other] = (await findSetFiles(staging)).filter(({ name }) => name.endsWith('.BaseBlob'));
  if (file === undefined || other === undefined) throw new Error('The seed has too few volumes');
  const path = join(staging.stagingPath, file.name);
  expect(await isSetFile(staging, file.name)).toBe(true);
  await copyFile(path, join(folder, 'kept'));
  await writeFile(path, 'notes of somebody else');
  expect(await isSetFile(staging, file.name)).toBe(false);
  await rm(path);
  expect(await isSetFile(staging, file.name)).toBe(false);
  await symlink(join(folder, 'kept'), path);
  expect(await isSetFile(staging, file.name)).toBe(false);
  expect(await isSetFile(staging, other.name)).toBe(true);
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRandom } from '../../bench/corpora/random.ts';
import { openPrepareFixture } from '../../src-main/disks/testing/prepare-fixture.ts';
import { checkDrive, type ListedDrive } from './check-drive.ts';
import { diskKills } from './disk-kills.ts';
import { runSession } from './session-process.ts';
import { driveOf, importJobName, makeSet, stagingOf } from './stage-set.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'disk-kills-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('finds no fault after a kill', async () => {
  const context = {
    count: 1,
    seed: 7,
    workFolder: folder,
    say: () => undefined,
    keep: async () => undefined,
  };
  const outcome = await diskKills.run(context);
  expect(outcome.faults).toEqual([]);
  expect(outcome).toMatchObject({
    done: 1,
    figures: { 'lost files': 0, 'wrong bytes': 0, 'bytes of finished files copied twice': 0 },
  });
}, 60_000);

it('sees a wrong byte, a foreign file and another manifest on a finished drive', async () => {
  const set = await makeSet(path.join(folder, 'set'), createRandom(3), false);
  expect((await runSession(set.folder, set.names, undefined)).finished).toMatch(/^completed/);
  const fixture = await openPrepareFixture({ folder: set.folder, files: set.names });
  const [listed] = await fixture.service.driveListForImport(fixture.jobId);
  await fixture.close();
  if (listed === undefined) throw new Error('No drive');
  const drive = driveOf(set.folder, listed.driveId);
  const check = (changes: Partial<ListedDrive> = {}) =>
    checkDrive(drive, stagingOf(set.folder), { ...listed, ...changes }, importJobName, 'seedcontainer');
  expect(check()).toMatchObject({ faults: [], wrongBytes: 0 });
  expect(check({ manifestHash: '0'.repeat(32) }).faults).toEqual([expect.stringContaining('another MD5')]);

  const sealed = path.join(drive, 'sealed');
  const sizes = readdirSync(sealed).map((name) => ({ name, bytes: statSync(path.join(sealed, name)).size }));
  const [largest] = sizes.sort((one, other) => other.bytes - one.bytes);
  const file = path.join(sealed, largest?.name ?? '');
  const content = readFileSync(file);
  const flipped = Buffer.from(content);
  flipped[12_345] = (flipped[12_345] ?? 0) ^ 4;
  writeFileSync(file, flipped);
  expect(check().wrongBytes).toBe(1);
  writeFileSync(file, content);
  writeFileSync(path.join(sealed, 'f'.repeat(32)), 'foreign');
  expect(check().faults).toEqual([expect.stringContaining('does not name')]);
}, 60_000);

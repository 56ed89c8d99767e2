import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { mountSmallDisk, notTriedHere, type SmallDisk } from './testing/small-disk.ts';
import {
  backUp,
  draftFor,
  mebibyte,
  passphrase,
  type RecordingControl,
  recordingControl,
  restoreAll,
  service,
  temporaryPlace,
} from './testing/test-service.ts';
import { noise, treeDifferences, treeSnapshot } from './testing/tree-snapshot.ts';

const backUpProcess = fileURLToPath(new URL('./testing/back-up-process.ts', import.meta.url));

let place: ReturnType<typeof temporaryPlace>;
let disk: SmallDisk | undefined;
beforeEach(() => {
  place = temporaryPlace();
  disk = mountSmallDisk(place.staging, '1m');
});
afterEach(() => {
  disk?.remove();
  rmSync(place.root, { recursive: true, force: true });
});

const volumesIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => /-\d{6}\.BaseBlob$/.test(name));

const waitOf = (control: RecordingControl) =>
  control.progress.findLast((progress) => 'waiting' in progress)?.waiting;

const untilItWaits = (control: RecordingControl) =>
  expect.poll(() => waitOf(control), { timeout: 20_000 }).toMatchObject({ path: place.staging });

function start(control: RecordingControl) {
  const draft = draftFor(place.staging, [place.source], { volumeBytes: mebibyte });
  return service.backUp({ draft, passphrase, jobDetails: {}, waitsForSpace: true }, control);
}

function makeFiles(): void {
  for (let number = 0; number < 6; number += 1)
    writeFileSync(join(place.source, `part ${number}`), noise(mebibyte, number + 1));
}

async function expectRestored(): Promise<void> {
  await restoreAll(place.staging, place.target);
  expect(treeDifferences(await treeSnapshot(place.source), await treeSnapshot(place.target))).toEqual([]);
}

it('the catalog, then the description of the backup wait for space, and say how much of it', async () => {
  if (disk === undefined) return notTriedHere('a full disk under the catalog');
  // Names that do not compress: the catalog is the backup.
  for (let number = 0; number < 1000; number += 1)
    writeFileSync(join(place.source, randomBytes(180).toString('base64url')), '');
  disk.resize('100k');
  const control = recordingControl();
  const running = start(control);
  await untilItWaits(control);
  expect(disk.freeBytes()).toBeLessThan(4096);
  expect(existsSync(join(place.staging, 'seed-fs01-catalog.partial'))).toBe(true);
  disk.resize('400k');
  // One copy of the catalog fits now, and three are needed.
  const described = () => existsSync(join(place.staging, 'seed-fs01-descriptor.BaseBlob.partial'));
  await expect.poll(described, { timeout: 20_000 }).toBe(true);
  await expect.poll(() => disk?.freeBytes() ?? 0, { timeout: 20_000 }).toBeLessThan(4096);
  await untilItWaits(control);
  expect(waitOf(control)?.missingBytes).toBeGreaterThan(50_000);
  expect(waitOf(control)?.missingBytes).toBeLessThan(600_000);
  expect(existsSync(join(place.staging, 'seed-fs01.AIBBlob'))).toBe(false);
  disk.resize('8m');
  expect((await running).files).toBe(1000);
  expect(waitOf(control)).toBeUndefined();
  const descriptor = readFileSync(join(place.staging, 'seed-fs01.AIBBlob'));
  expect(readFileSync(join(place.staging, 'seed-fs01-descriptor.BaseBlob')).equals(descriptor)).toBe(true);
  expect(readdirSync(place.staging).filter((name) => name.endsWith('.partial'))).toEqual([]);
  await expectRestored();
});

it('stopped while it waits, it ends at once, keeps what is whole, and goes on later', async () => {
  if (disk === undefined) return notTriedHere('stopping while a full disk is waited for');
  makeFiles();
  disk.resize('4m');
  const control = recordingControl();
  const running = start(control);
  await untilItWaits(control);
  control.abort.abort();
  await expect(running).rejects.toMatchObject({ code: 'task.stopped' });
  const kept = volumesIn(place.staging);
  expect(kept.length).toBeGreaterThan(0);
  expect(existsSync(join(place.staging, 'seed-fs01.lock'))).toBe(false);
  disk.resize('20m');
  const again = await backUp(place.staging, [place.source], { volumeBytes: mebibyte });
  expect(again.files).toBe(6);
  expect(volumesIn(place.staging)).toEqual(expect.arrayContaining(kept));
  await expectRestored();
});

it('killed while it waits, it goes on, also when the disk is still full at first', async () => {
  if (disk === undefined) return notTriedHere('a kill while a full disk is waited for');
  makeFiles();
  disk.resize('4m');
  const args = [backUpProcess, place.staging, place.source, 'wait'];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  await expect.poll(() => disk?.freeBytes() ?? 0, { timeout: 20_000 }).toBeLessThan(4096);
  child.kill('SIGKILL');
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  disk.fill(0);
  const control = recordingControl();
  const running = start(control);
  await untilItWaits(control);
  disk.clear();
  disk.resize('20m');
  expect((await running).files).toBe(6);
  await expectRestored();
});

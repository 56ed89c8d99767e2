import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFuseDisk, type FuseDisk, fuseObstacle } from '../staging/testing/fuse-disk.ts';
import { backUp, service as staging } from '../staging/testing/test-service.ts';
import { noise } from '../staging/testing/tree-snapshot.ts';
import {
  checkDrives,
  mebibyte,
  openPrepareFixture,
  type PrepareFixture,
  ticketFor,
  waitForTask,
} from './testing/prepare-fixture.ts';

let folder: string;
let share: FuseDisk | undefined;
let fixture: PrepareFixture | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dropped-staging-'));
});
afterEach(async () => {
  await fixture?.close();
  await share?.remove();
  [fixture, share] = [undefined, undefined];
  rmSync(folder, { recursive: true, force: true });
});

it('a staging location on a share that drops ends the copy by name; back again, the session goes on', async (context) => {
  const [stagingPath, source] = [join(folder, 'staging'), join(folder, 'source')];
  const obstacle = fuseObstacle(stagingPath);
  if (obstacle !== undefined) context.skip(obstacle);
  mkdirSync(source);
  for (let number = 0; number < 120; number += 1)
    writeFileSync(join(source, `part ${number}`), noise(mebibyte, number + 1));
  share = createFuseDisk(stagingPath, join(folder, 'share.img'), 200 * mebibyte);
  await share.mount();
  const { setId } = await backUp(stagingPath, [source], { volumeBytes: 4 * mebibyte });
  fixture = await openPrepareFixture({ folder, files: [], staged: { staging, setId } });
  const { service, jobId, tasks, shelf } = fixture;
  const { serial } = (await shelf.attachDrive(256 * mebibyte)).record;
  const start = (disks: Parameters<typeof service.start>[0]['disks']) => service.start({ jobId, disks });
  const { taskId } = await start([await ticketFor(fixture, serial)]);
  await waitForTask(tasks, ({ items }) => (items[0]?.progress.doneBytes ?? 0) > 0);
  tasks.pause(taskId);
  await share.drop();
  tasks.resume(taskId);
  const error = { code: 'staging.unreachable', params: { path: stagingPath, reason: 'ENOTCONN' } };
  expect(await tasks.finished(taskId)).toMatchObject({
    state: 'failed',
    error,
    items: [{ state: 'failed', error }],
  });
  const unknown = { code: 'staging.pathUnknown', params: { path: stagingPath } };
  await expect(start([])).rejects.toMatchObject(unknown);
  await share.mount();
  const resumed = await start([]);
  expect(await tasks.finished(resumed.taskId)).toMatchObject({ state: 'completed', warningCount: 0 });
  const staged = readdirSync(stagingPath).filter((name) => /\.(AIB|Base)Blob$/.test(name));
  expect(
    [...(await checkDrives(fixture)).values()]
      .flat()
      .map((name) => name.replace(/^.*\//, ''))
      .sort(),
  ).toEqual(staged.sort());
}, 120_000);

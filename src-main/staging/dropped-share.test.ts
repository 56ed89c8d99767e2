import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFuseDisk, type FuseDisk, fuseObstacle } from './testing/fuse-disk.ts';
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

let place: ReturnType<typeof temporaryPlace>;
let disk: FuseDisk | undefined;
beforeEach(() => {
  place = temporaryPlace();
});
afterEach(async () => {
  await disk?.remove();
  disk = undefined;
  rmSync(place.root, { recursive: true, force: true });
});

const parts = 40;
const small = { volumeBytes: 2 * mebibyte };

async function mountAt(folder: string, sizeBytes: number): Promise<FuseDisk> {
  disk = createFuseDisk(folder, join(place.root, 'disk.img'), sizeBytes);
  await disk.mount();
  return disk;
}

function makeSource(): void {
  for (let number = 0; number < parts; number += 1)
    writeFileSync(join(place.source, `part ${number}`), noise(mebibyte, number + 1));
}

const volumesIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => /-\d{6}\.BaseBlob$/.test(name));

const untilVolumes = (count: number) =>
  expect
    .poll(() => volumesIn(place.staging).length, { interval: 1, timeout: 20_000 })
    .toBeGreaterThanOrEqual(count);

/** A control that can be paused, as the task of a page can. */
function pausableControl() {
  const control = recordingControl();
  const listeners = new Set<(isPaused: boolean) => void>();
  const onPauseChange = (listener: (isPaused: boolean) => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const pause = (isPaused: boolean): void => {
    for (const listener of listeners) listener(isPaused);
  };
  return { ...control, onPauseChange, pause };
}

const gone = () => ({
  kind: 'environment',
  code: 'staging.unreachable',
  params: { path: place.staging, reason: 'ENOTCONN' },
  retry: 'resume',
});

/** The share is back: the next run goes on, and nothing is missing in the end. */
async function expectItGoesOn(share: FuseDisk): Promise<void> {
  await share.mount();
  const kept = volumesIn(place.staging);
  expect(existsSync(join(place.staging, 'seed-fs01.AIBBlob'))).toBe(false);
  expect((await backUp(place.staging, [place.source], small)).files).toBe(parts);
  expect(volumesIn(place.staging)).toEqual(expect.arrayContaining(kept));
  await restoreAll(place.staging, place.target);
  expect(treeDifferences(await treeSnapshot(place.source), await treeSnapshot(place.target))).toEqual([]);
}

describe('a staging location on a share', () => {
  it('that drops in the middle ends the backup by name; while it is away nothing begins; back again, it goes on', async (context) => {
    const obstacle = fuseObstacle(place.staging);
    if (obstacle !== undefined) context.skip(obstacle);
    makeSource();
    const share = await mountAt(place.staging, 96 * mebibyte);
    const ended = expect(backUp(place.staging, [place.source], small)).rejects.toMatchObject(gone());
    await untilVolumes(2);
    await share.drop();
    await ended;
    const unknown = { code: 'staging.pathUnknown', params: { path: place.staging } };
    await expect(backUp(place.staging, [place.source], small)).rejects.toMatchObject(unknown);
    await expect(service.inspect(place.staging)).rejects.toMatchObject(unknown);
    await expectItGoesOn(share);
  }, 120_000);

  it('that drops before anything is written is told the same way', async (context) => {
    const obstacle = fuseObstacle(place.staging);
    if (obstacle !== undefined) context.skip(obstacle);
    makeSource();
    const share = await mountAt(place.staging, 96 * mebibyte);
    const control = recordingControl();
    const setPhase = control.setPhase.bind(control);
    const dropped: Promise<void>[] = [];
    control.setPhase = (phase) => {
      setPhase(phase);
      if (phase === 'takingSnapshot') dropped.push(share.drop());
    };
    await expect(backUp(place.staging, [place.source], small, control)).rejects.toMatchObject(gone());
    await Promise.all(dropped);
    await expectItGoesOn(share);
  }, 120_000);

  it('that drops while the backup is paused is told when it is resumed', async (context) => {
    const obstacle = fuseObstacle(place.staging);
    if (obstacle !== undefined) context.skip(obstacle);
    makeSource();
    const share = await mountAt(place.staging, 96 * mebibyte);
    const control = pausableControl();
    const ended = expect(backUp(place.staging, [place.source], small, control)).rejects.toMatchObject(gone());
    await untilVolumes(1);
    control.pause(true);
    await share.drop();
    control.pause(false);
    await ended;
    await expectItGoesOn(share);
  }, 120_000);

  it('that drops while its space is waited for ends the waiting', async (context) => {
    const obstacle = fuseObstacle(place.staging);
    if (obstacle !== undefined) context.skip(obstacle);
    makeSource();
    const share = await mountAt(place.staging, 96 * mebibyte);
    const other = join(place.staging, 'other');
    writeFileSync(other, Buffer.alloc(72 * mebibyte));
    const control = recordingControl();
    const draft = draftFor(place.staging, [place.source], small);
    const request = { draft, passphrase, jobDetails: {}, waitsForSpace: true };
    const ended = expect(service.backUp(request, control)).rejects.toMatchObject(gone());
    const waits = () => control.progress.findLast((progress) => 'waiting' in progress)?.waiting;
    await expect.poll(waits, { timeout: 20_000 }).toMatchObject({ path: place.staging });
    await share.drop();
    await ended;
    await share.mount();
    rmSync(other);
    await expectItGoesOn(share);
  }, 120_000);
});

describe('a finished backup on a share', () => {
  it('that drops while it is checked or restored is not called damaged; back again, it is whole', async (context) => {
    const obstacle = fuseObstacle(place.staging);
    if (obstacle !== undefined) context.skip(obstacle);
    makeSource();
    const share = await mountAt(place.staging, 96 * mebibyte);
    const { descriptorFile } = await backUp(place.staging, [place.source], small);
    const location = { kind: 'folder', path: place.staging } as const;
    const dataKey = await service.unlock(location, descriptorFile, passphrase);
    const request = { location, descriptorFile, dataKey };
    const unknown = { code: 'staging.pathUnknown', params: { path: place.staging, reason: 'ENOTCONN' } };
    const reads = [
      (control: RecordingControl) => service.verify(request, control),
      (control: RecordingControl) => restoreAll(place.staging, place.target, {}, control),
    ];
    for (const read of reads) {
      const control = pausableControl();
      const isReading = new Promise<void>((resolve) => {
        control.report = ({ doneBytes = 0 }) => {
          if (doneBytes === 0) return;
          control.pause(true);
          resolve();
        };
      });
      const ended = expect(read(control)).rejects.toMatchObject(unknown);
      await isReading;
      await share.drop();
      control.pause(false);
      await ended;
      await expect(read(recordingControl())).rejects.toMatchObject({ code: 'staging.pathUnknown' });
      await share.mount();
    }
    expect((await service.verify(request, recordingControl())).damagedCount).toBe(0);
    await restoreAll(place.staging, place.target);
    expect(treeDifferences(await treeSnapshot(place.source), await treeSnapshot(place.target))).toEqual([]);
  }, 120_000);
});

describe('a source on a share', () => {
  it('that drops in the middle ends the backup by name; back again, it goes on', async (context) => {
    const obstacle = fuseObstacle(place.source);
    if (obstacle !== undefined) context.skip(obstacle);
    const share = await mountAt(place.source, 96 * mebibyte);
    makeSource();
    const ended = expect(backUp(place.staging, [place.source], small)).rejects.toMatchObject({
      kind: 'environment',
      code: 'staging.sourceGone',
      params: { path: place.source },
    });
    await untilVolumes(2);
    await share.drop();
    await ended;
    await expect(backUp(place.staging, [place.source], small)).rejects.toMatchObject({
      code: 'staging.sourceGone',
    });
    await expectItGoesOn(share);
  }, 120_000);

  it('of which single files are ticked ends the backup too, by the name of one of them', async (context) => {
    const obstacle = fuseObstacle(place.source);
    if (obstacle !== undefined) context.skip(obstacle);
    const share = await mountAt(place.source, 96 * mebibyte);
    makeSource();
    const items = readdirSync(place.source).map((name) => ({
      path: join(place.source, name),
      kind: 'file' as const,
    }));
    const ended = expect(backUp(place.staging, [], { ...small, items })).rejects.toMatchObject({
      code: 'staging.sourceGone',
      params: { path: expect.stringContaining(join(place.source, 'part ')) },
    });
    await untilVolumes(2);
    await share.drop();
    await ended;
    expect(readdirSync(place.staging)).not.toContain('seed-fs01.AIBBlob');
  }, 120_000);
});

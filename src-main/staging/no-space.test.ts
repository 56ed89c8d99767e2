import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settledFraction } from '../../src-shared/domain/settled-progress.ts';
import type { Progress } from '../../src-shared/domain/tasks.ts';
import { mountSmallDisk, notTriedHere } from './testing/small-disk.ts';
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
beforeEach(() => {
  place = temporaryPlace();
});
afterEach(() => rmSync(place.root, { recursive: true, force: true }));

const backUpProcess = fileURLToPath(new URL('./testing/back-up-process.ts', import.meta.url));

const volumesIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => /-\d{6}\.BaseBlob$/.test(name));

describe('a full staging location', () => {
  it('met as a limit of the process: nothing half-written has a final name, and the next run succeeds', async () => {
    writeFileSync(join(place.source, 'a'), noise(3 * mebibyte, 1));
    const limited = 'ulimit -f 600; exec "$@"';
    const args = ['-c', limited, 'bash', process.execPath, backUpProcess, place.staging, place.source];
    const { status, stderr } = spawnSync('bash', args, { encoding: 'utf8' });
    expect([status, stderr.includes('staging.noSpace')]).toEqual([1, true]);
    expect(readdirSync(place.staging)).toContain('seed-fs01-run.partial');
    expect(readdirSync(place.staging).filter((name) => !name.endsWith('.partial'))).toEqual([]);
    await backUp(place.staging, [place.source], { volumeBytes: mebibyte });
    await restoreAll(place.staging, place.target);
    expect(treeDifferences(await treeSnapshot(place.source), await treeSnapshot(place.target))).toEqual([]);
  });

  it('that may be waited for: the backup says so, and goes on by itself when there is room', async () => {
    const disk = mountSmallDisk(place.staging, '14m');
    if (disk === undefined) return notTriedHere('waiting for space');
    for (let number = 0; number < 12; number += 1)
      writeFileSync(join(place.source, `part ${number}`), noise(mebibyte, number + 1));
    // What the estimate saw is taken by somebody else afterwards.
    const control = recordingControl();
    const setPhase = control.setPhase.bind(control);
    control.setPhase = (phase) => {
      setPhase(phase);
      if (phase === 'transferringData') disk.fill(7 * mebibyte);
    };
    try {
      const draft = draftFor(place.staging, [place.source]);
      const request = { draft: { ...draft, volumeBytes: 2 * mebibyte }, passphrase, jobDetails: {} };
      const running = service.backUp({ ...request, waitsForSpace: true }, control);
      const waits = () => control.progress.findLast((progress) => 'waiting' in progress)?.waiting;
      await expect
        .poll(waits, { timeout: 20_000 })
        .toMatchObject({ reason: 'stagingSpace', path: place.staging });
      expect(waits()?.missingBytes).toBeGreaterThan(2 * mebibyte);
      expect(waits()?.missingBytes).toBeLessThan(14 * mebibyte);
      // All is read by now, but the page must not say that all is done.
      const shown: Progress = Object.assign({ doneBytes: 0, doneFiles: 0 }, ...control.progress);
      expect(shown.totalBytes).toBe(12 * mebibyte);
      expect(settledFraction(shown, 'running')).toBeLessThan(0.8);
      disk.clear();
      expect((await running).files).toBe(12);
      expect(waits()).toBeUndefined();
      await restoreAll(place.staging, place.target);
      expect(treeDifferences(await treeSnapshot(place.source), await treeSnapshot(place.target))).toEqual([]);
    } finally {
      disk.remove();
    }
  });

  it('met as a full disk: says what is missing, keeps what is whole, and goes on with more space', async () => {
    const disk = mountSmallDisk(place.staging, '8m');
    // The limit above was real too; only the figures of a whole disk are not looked at.
    if (disk === undefined) return notTriedHere('a full disk');
    for (let number = 0; number < 12; number += 1) {
      const name = join(place.source, `part ${number}`);
      writeFileSync(name, noise(mebibyte, number + 1));
    }
    try {
      // What the estimate can see is refused before anything is written.
      const early = await backUp(place.staging, [place.source], { volumeBytes: 2 * mebibyte }).catch(
        (error) => error,
      );
      expect(early).toMatchObject({ code: 'staging.noSpace', params: { path: place.staging } });
      expect(early.params.missingBytes).toBeGreaterThan(3 * mebibyte);
      expect(early.params.missingBytes).toBeLessThan(6 * mebibyte);
      expect(volumesIn(place.staging)).toEqual([]);
      // Something else fills the disk while the back-up runs.
      disk.resize('14m');
      const control = recordingControl();
      const running = backUp(place.staging, [place.source], { volumeBytes: 2 * mebibyte }, control);
      const timer = setInterval(() => {
        if (volumesIn(place.staging).length !== 2) return;
        try {
          writeFileSync(join(place.staging, 'other'), Buffer.alloc(6 * mebibyte));
        } catch {
          // The disk was full before that: all the better.
        }
      }, 1);
      const late = await running.catch((error) => error);
      clearInterval(timer);
      expect(late).toMatchObject({ code: 'staging.noSpace', kind: 'environment' });
      expect(late.params.missingBytes).toBeGreaterThan(mebibyte);
      expect(readdirSync(place.staging)).toContain('seed-fs01-run.partial');
      expect(readdirSync(place.staging)).not.toContain('seed-fs01.AIBBlob');
      const kept = volumesIn(place.staging).length;
      expect(kept).toBeGreaterThanOrEqual(2);
      disk.clear();
      const record = await backUp(place.staging, [place.source], { volumeBytes: 2 * mebibyte });
      expect(record.files).toBe(12);
      await restoreAll(place.staging, place.target);
      expect(treeDifferences(await treeSnapshot(place.source), await treeSnapshot(place.target))).toEqual([]);
    } finally {
      disk.remove();
    }
  });
});

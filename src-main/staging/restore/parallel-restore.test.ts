import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { quietWorkerControl as quiet } from '../../testing/quiet-worker-control.ts';
import type { RestoreRequest } from '../staging-types.ts';
import { backUp, mebibyte, passphrase, service, temporaryPlace } from '../testing/test-service.ts';
import { isSameLine, makeOddTree, noise, treeDifferences, treeSnapshot } from '../testing/tree-snapshot.ts';
import { restore } from './restore.ts';

const place = temporaryPlace();
const tuning = { threads: 2, segmentBytes: mebibyte };
let dataKey: Uint8Array;
let expected: Record<string, string>;

beforeAll(async () => {
  makeOddTree(place.source);
  for (let folder = 0; folder < 20; folder += 1) {
    mkdirSync(join(place.source, `many ${folder}`));
    for (let number = 0; number < 60; number += 1) {
      const name = `${number % 2 === 0 ? 'File' : 'file'} ${number >> 1}`;
      writeFileSync(join(place.source, `many ${folder}`, name), noise(3000, folder * 100 + number));
    }
  }
  await backUp(place.staging, [place.source], { volumeBytes: 2 * mebibyte });
  const location = { kind: 'folder', path: place.staging } as const;
  dataKey = await service.unlock(location, 'seed-fs01.AIBBlob', passphrase);
  expected = await treeSnapshot(place.source);
});
beforeEach(() => rmSync(place.target, { recursive: true, force: true }));
afterAll(() => rmSync(place.root, { recursive: true, force: true }));

const request = (change: Partial<RestoreRequest> = {}): RestoreRequest => ({
  location: { kind: 'folder', path: place.staging },
  descriptorFile: 'seed-fs01.AIBBlob',
  dataKey,
  selection: [],
  target: { kind: 'folder', path: place.target },
  conflict: 'skip',
  ...change,
});

/** Flips a bit while `work` runs. */
async function withFlip(file: string, position: number, work: () => Promise<void>): Promise<void> {
  const path = join(place.staging, file);
  const flip = (): void => {
    const handle = openSync(path, 'r+');
    writeSync(handle, Buffer.from([(readFileSync(path)[position] ?? 0) ^ 4]), 0, 1, position);
    closeSync(handle);
  };
  flip();
  try {
    await work();
  } finally {
    flip();
  }
}

describe('a restore by several threads', () => {
  it('brings back every byte, name, mode and time, with large files in segments', async () => {
    const reports: number[] = [];
    const control = { ...quiet, report: ({ doneBytes = 0 }) => reports.push(doneBytes) };
    const result = await restore(request(), control, tuning);
    expect([result.failed, result.skippedCount]).toEqual([[], 0]);
    expect(treeDifferences(expected, await treeSnapshot(place.target))).toEqual([]);
    const { blocks } = statSync(join(place.target, 'sparse.img'));
    expect(blocks * 512).toBeLessThan(5_000_000);
    // What is reported at last is what was restored: no byte is told twice, or by nobody.
    expect(reports.at(-1)).toBe(result.restoredBytes);
  });

  it('only reads when asked to', async () => {
    const target = { kind: 'verifyOnly' } as const;
    const [read, written] = [
      await restore(request({ target }), quiet, tuning),
      await restore(request(), quiet, tuning),
    ];
    expect(read).toMatchObject({
      restoredFiles: written.restoredFiles,
      restoredBytes: written.restoredBytes,
    });
  });

  it('keeps damage to the files that have it, and leaves nothing of those behind', async () => {
    const volumes = readdirSync(place.staging).filter((name) => /\d\.BaseBlob$/.test(name));
    let lost = 0;
    for (const [index, volume] of volumes.entries()) {
      if (index % 2 === 1) continue;
      const { size } = statSync(join(place.staging, volume));
      await withFlip(volume, Math.floor((size * (index + 1)) / (volumes.length + 2)), async () => {
        rmSync(place.target, { recursive: true, force: true });
        const result = await restore(request(), quiet, tuning);
        const found = await treeSnapshot(place.target);
        const missing = Object.keys(expected).filter((path) => found[path] === undefined);
        lost += missing.length;
        expect(result.failedCount).toBe(missing.length);
        expect(Object.keys(found).filter((path) => !isSameLine(expected[path], found[path]))).toEqual([]);
      });
    }
    expect(lost).toBeGreaterThan(volumes.length / 2);
  });

  it('replaces or keeps beside what is there', async () => {
    await restore(request(), quiet, tuning);
    const changed = join(place.target, 'many 3', 'file 4');
    writeFileSync(changed, 'changed since');
    const again = await restore(request(), quiet, tuning);
    expect([again.restoredFiles, again.earlierFiles, readFileSync(changed, 'utf8')]).toEqual([
      0,
      undefined,
      'changed since',
    ]);
    await restore(request({ conflict: 'keepBoth' }), quiet, tuning);
    const names = readdirSync(join(place.target, 'many 3'));
    expect(names).toHaveLength(120);
    expect(readFileSync(changed, 'utf8')).toBe('changed since');
    const original = readFileSync(join(place.source, 'many 3', 'file 4'));
    const beside = names.filter((name) => name.startsWith('file 4 (restored'));
    expect(beside.map((name) => readFileSync(join(place.target, 'many 3', name)).equals(original))).toEqual([
      true,
    ]);
    await restore(request({ conflict: 'overwrite' }), quiet, tuning);
    expect(readFileSync(changed)).toEqual(original);
  });

  it('stops at once when asked to, leaves nothing half-written, and goes on at the next start', async () => {
    const state = new SharedArrayBuffer(4);
    const stopped: WorkerControl = {
      ...quiet,
      state,
      report: ({ doneFiles = 0 }) => {
        // As the thread in front does it: every thread of the task sees the same word.
        if (doneFiles > 100) Atomics.store(new Int32Array(state), 0, 2);
      },
    };
    await expect(restore(request(), stopped, tuning)).rejects.toMatchObject({ code: 'task.stopped' });
    const left = readdirSync(place.target, { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => name.endsWith('.partial'))).toEqual([]);
    const result = await restore(request(), quiet, tuning);
    expect(result.earlierFiles).toBeGreaterThan(50);
    expect([result.skippedCount, result.failedCount]).toEqual([0, 0]);
    expect(treeDifferences(expected, await treeSnapshot(place.target))).toEqual([]);
  });
});

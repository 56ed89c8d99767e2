import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { quietWorkerControl as quiet } from '../testing/quiet-worker-control.ts';
import { verifyLocation } from './check/verify-location.ts';
import { restore } from './restore/restore.ts';
import type { RestoreResult, VerifyResult } from './staging-types.ts';
import {
  backUp,
  mebibyte,
  passphrase,
  recordingControl,
  service,
  temporaryPlace,
} from './testing/test-service.ts';
import { isSameLine, makeOddTree, noise, treeSnapshot } from './testing/tree-snapshot.ts';

const place = temporaryPlace();
const descriptorFile = 'seed-fs01.AIBBlob';
const mirrorFile = 'seed-fs01-descriptor.BaseBlob';
let dataKey: Uint8Array;
let expected: Record<string, string>;

beforeAll(async () => {
  makeOddTree(place.source);
  const large = [
    'noise.bin',
    'a/hard link to noise',
    'zz hard link too',
    'sparse.img',
    'only a hole.img',
    'zeros.bin',
  ];
  for (const name of large) rmSync(join(place.source, name));
  writeFileSync(join(place.source, 'noise.bin'), noise(600_000, 4));
  for (let number = 0; number < 60; number += 1) {
    writeFileSync(join(place.source, `small ${number}`), noise(4000, number + 100));
  }
  await backUp(place.staging, [place.source], { volumeBytes: mebibyte });
  dataKey = await service.unlock({ kind: 'folder', path: place.staging }, descriptorFile, passphrase);
  expected = await treeSnapshot(place.source);
});
afterAll(() => rmSync(place.root, { recursive: true, force: true }));

function flip(file: string, position: number, bit: number): void {
  const handle = openSync(join(place.staging, file), 'r+');
  const byte = Buffer.alloc(1);
  readSync(handle, byte, 0, 1, position);
  byte[0] = (byte[0] ?? 0) ^ (1 << bit);
  writeSync(handle, byte, 0, 1, position);
  closeSync(handle);
}

function stagedFiles(): string[] {
  return readdirSync(place.staging).filter((name) => name.endsWith('Blob'));
}

/** Positions spread over a file, with its first and last pages looked at closely. */
function samplePositions(length: number, count: number): number[] {
  const edges = [
    0,
    5,
    9,
    13,
    17,
    60,
    4000,
    4096,
    4101,
    4106,
    4111,
    length - 4096,
    length - 4090,
    length - 70,
    length - 33,
    length - 1,
  ];
  const spread = Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * length) / count));
  return [...new Set([...edges, ...spread])].filter((position) => position >= 0 && position < length);
}

const request = (target: string) =>
  ({
    location: { kind: 'folder', path: place.staging },
    descriptorFile,
    dataKey,
    selection: [],
    target: { kind: 'folder', path: target },
    conflict: 'skip',
  }) as const;

/** What a check said: damaged file names, or the file of the error it threw. */
async function damagedFiles(withKey: boolean): Promise<readonly string[]> {
  try {
    const result: VerifyResult = await verifyLocation(
      { location: { kind: 'folder', path: place.staging }, descriptorFile, ...(withKey ? { dataKey } : {}) },
      quiet,
    );
    return result.damaged.map(({ file }) => file);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [String(error.params.file)];
  }
}

describe('one flipped bit', () => {
  it('is found wherever it is, with and without the passphrase', async () => {
    let flips = 0;
    for (const file of stagedFiles()) {
      const { length } = readFileSync(join(place.staging, file));
      for (const position of samplePositions(length, 25)) {
        flip(file, position, position % 8);
        const found = await damagedFiles(position % 2 === 0);
        flip(file, position, position % 8);
        expect([file, position, found]).toEqual([file, position, [file]]);
        flips += 1;
      }
    }
    expect(flips).toBeGreaterThan(150);
    expect(await damagedFiles(true)).toEqual([]);
  });

  it('never reaches a restored file: what is there is right, what is not is named', async () => {
    let lost = 0;
    for (const file of stagedFiles()) {
      const { size } = statSync(join(place.staging, file));
      for (const position of samplePositions(size, 6)) {
        flip(file, position, 3);
        rmSync(place.target, { recursive: true, force: true });
        const result: RestoreResult = await restore(request(place.target), quiet);
        flip(file, position, 3);
        const found = await treeSnapshot(place.target);
        const missing = Object.keys(expected).filter((path) => found[path] === undefined);
        lost += missing.length;
        expect(missing.length).toBe(result.failedCount);
        expect(result.failed.every(({ code }) => code === 'restore.damaged')).toBe(true);
        expect(Object.keys(found).filter((path) => !isSameLine(expected[path], found[path]))).toEqual([]);
      }
    }
    expect(lost).toBeGreaterThan(20);
    // Some fifty whole restores: on a busy machine they take most of a minute.
  }, 180_000);
});

describe('worse damage', () => {
  const withCopy = async (file: string, work: () => Promise<void>): Promise<void> => {
    const kept = join(place.root, 'kept');
    mkdirSync(kept, { recursive: true });
    copyFileSync(join(place.staging, file), join(kept, file));
    try {
      await work();
    } finally {
      copyFileSync(join(kept, file), join(place.staging, file));
    }
  };

  it('of the descriptor is healed by its mirror, and told when both are gone', async () => {
    await withCopy(descriptorFile, async () => {
      rmSync(join(place.staging, descriptorFile));
      rmSync(place.target, { recursive: true, force: true });
      expect((await restore(request(place.target), quiet)).failedCount).toBe(0);
      expect(await service.inspect(place.staging)).toHaveLength(1);
      await withCopy(mirrorFile, async () => {
        truncateSync(join(place.staging, mirrorFile), 8192);
        const location = { kind: 'folder', path: place.staging } as const;
        const error = { code: 'staging.descriptorDamaged', params: { file: mirrorFile } };
        await expect(service.unlock(location, descriptorFile, passphrase)).rejects.toMatchObject(error);
        rmSync(join(place.staging, mirrorFile));
        await expect(service.unlock(location, descriptorFile, passphrase)).rejects.toMatchObject({
          code: 'staging.descriptorMissing',
        });
        await expect(service.inspect(place.staging)).rejects.toMatchObject({
          code: 'staging.descriptorMissing',
        });
        await expect(service.inspect(place.source)).rejects.toMatchObject({ code: 'staging.foreignFolder' });
        await expect(service.inspect(join(place.root, 'none'))).rejects.toMatchObject({
          code: 'staging.pathUnknown',
        });
      });
    });
  });

  it('of the descriptor that a mirror makes good is told as a warning', async () => {
    const untold = recordingControl();
    rmSync(place.target, { recursive: true, force: true });
    await service.restore(request(place.target), untold);
    expect(untold.warnings.filter(({ code }) => code.startsWith('descriptor.'))).toEqual([]);
    for (const position of [200, 4200, 8300]) {
      flip(descriptorFile, position, 1);
      rmSync(place.target, { recursive: true, force: true });
      const control = recordingControl();
      const restored = await service.restore(request(place.target), control);
      flip(descriptorFile, position, 1);
      expect([position, restored.failedCount]).toEqual([position, 0]);
      const told = control.warnings.filter(({ code }) => code.startsWith('descriptor.'));
      expect(told).toEqual([{ code: 'descriptor.mirrorUsed', path: descriptorFile, reason: mirrorFile }]);
    }
  });

  it('of the first page of a volume costs no file, since the last page says the same; checking tells it', async () => {
    const volume = 'seed-fs01-000001.BaseBlob';
    for (const position of [0, 9, 60, 4000, 4095]) {
      flip(volume, position, 2);
      rmSync(place.target, { recursive: true, force: true });
      const restored = await restore(request(place.target), quiet);
      const found = [await damagedFiles(false), await damagedFiles(true)];
      flip(volume, position, 2);
      expect([position, restored.failedCount]).toEqual([position, 0]);
      expect(found).toEqual([[volume], [volume]]);
    }
    const last = statSync(join(place.staging, volume)).size - 100;
    flip(volume, 60, 2);
    flip(volume, last, 2);
    rmSync(place.target, { recursive: true, force: true });
    const restored = await restore(request(place.target), quiet);
    flip(volume, 60, 2);
    flip(volume, last, 2);
    expect(restored.failedCount).toBeGreaterThan(0);
  });

  it.each(['removed', 'emptied', 'cut', 'lengthened', 'exchanged'])(
    'of a volume that is %s names the files in it',
    async (how) => {
      const file = 'seed-fs01-000001.BaseBlob';
      const path = join(place.staging, file);
      await withCopy(file, async () => {
        if (how === 'removed') rmSync(path);
        if (how === 'emptied') truncateSync(path, 0);
        if (how === 'cut') truncateSync(path, 8192);
        if (how === 'lengthened') truncateSync(path, statSync(path).size + 4096);
        if (how === 'exchanged') copyFileSync(join(place.staging, 'seed-fs01-000002.BaseBlob'), path);
        rmSync(place.target, { recursive: true, force: true });
        const result = await restore(request(place.target), quiet);
        expect(result.failedCount).toBeGreaterThan(0);
        expect(result.failed[0]).toMatchObject({
          code: 'restore.damaged',
          reason: expect.stringContaining(file),
        });
        expect(await damagedFiles(false)).toEqual([file]);
        expect(await damagedFiles(true)).toEqual([file]);
      });
    },
  );

  it('is not confused with a wrong passphrase or a wrong key', async () => {
    const location = { kind: 'folder', path: place.staging } as const;
    await expect(service.unlock(location, descriptorFile, 'not the passphrase')).rejects.toMatchObject({
      code: 'staging.passphraseWrong',
    });
    const wrong = { ...request(place.target), dataKey: new Uint8Array(32) };
    await expect(restore(wrong, quiet)).rejects.toMatchObject({ code: 'staging.descriptorDamaged' });
  });
});

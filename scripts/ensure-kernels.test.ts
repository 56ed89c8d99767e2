import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureKernels } from './ensure-kernels.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ensure-kernels-'));
  file = path.join(folder, 'dist-kernels', 'kernels.wasm');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('ensureKernels', () => {
  it('compiles once for all who ask at the same time, and leaves a current result alone', async () => {
    await Promise.all([ensureKernels(file), ensureKernels(file)]);
    expect(await readdir(path.dirname(file))).toEqual(['kernels.wasm']);
    const { ino } = await stat(file);
    await ensureKernels(file);
    expect((await stat(file)).ino).toBe(ino);
  });

  it('replaces what is damaged or was made of other sources', async () => {
    await ensureKernels(file);
    const program = await readFile(file);
    const other = Buffer.from(program);
    other.writeUInt8(program.readUInt8(program.length - 1) ^ 1, program.length - 1);
    for (const bad of [other, program.subarray(0, 1000), Buffer.alloc(0)]) {
      await writeFile(file, bad);
      await ensureKernels(file);
      expect((await readFile(file)).equals(program)).toBe(true);
    }
  });
});

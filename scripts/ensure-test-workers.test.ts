import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { bundledWorkersVariable } from '../src-main/platform/node/worker-task.ts';
import { ensureTestWorkers } from './ensure-test-workers.ts';

const folder = process.env[bundledWorkersVariable] ?? '';

it('gives the tests every thread and the kernels, and takes them for current while no source changes', async () => {
  expect(await ensureTestWorkers()).toBe(folder);
  const entries = (await readdir('src-main/workers')).map((name) => name.replace(/\.ts$/, '.js'));
  expect((await readdir(path.join(folder, 'workers'))).sort()).toEqual(entries.sort());
  const kernels = await readFile('dist-kernels/kernels.wasm');
  expect(kernels.equals(await readFile(path.join(folder, 'kernels.wasm')))).toBe(true);
});

it('makes key slots cheap in the bundle only', async () => {
  const bundles = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(bundles.map((name) => readFile(path.join(folder, name), 'utf8')));
  expect(texts.filter((text) => /writerParameters = \{\s*n: 1024,/.test(text))).toHaveLength(1);
  const source = await readFile('src-main/staging/format/keys.ts', 'utf8');
  expect(source).toContain('writerParameters = { n: 131_072, r: 8, p: 1 }');
});

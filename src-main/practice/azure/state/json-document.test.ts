import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { JsonDocument } from './json-document.ts';

const schema = z.strictObject({ numbers: z.array(z.number()) });
let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'document-'));
  path = join(folder, 'state.json');
});
afterEach(() => rm(folder, { recursive: true }));

it('has everything on the disk when a save resolves, also when many come together', async () => {
  const document = await JsonDocument.open(path, schema, () => ({ numbers: [] }));
  const saves = Array.from({ length: 50 }, async (_, index) => {
    document.value.numbers.push(index);
    await document.save();
    expect(JSON.parse(await readFile(path, 'utf8')).numbers).toContain(index);
  });
  await Promise.all(saves);
  const again = await JsonDocument.open(path, schema, () => ({ numbers: [] }));
  expect(again.value.numbers).toHaveLength(50);
  expect(await readdir(folder)).toEqual(['state.json']);
});

it('reports a failed write to whoever asked, and goes on afterwards', async () => {
  const document = await JsonDocument.open(path, schema, () => ({ numbers: [] }));
  await rm(folder, { recursive: true });
  await expect(document.save()).rejects.toMatchObject({ code: 'ENOENT' });
  await document.settle();
  await mkdir(folder);
  document.value.numbers.push(1);
  await document.save();
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ numbers: [1] });
});

it.each(['{"numbers": ["one"]}', '{"numbers": [1]', ''])('refuses %s', async (text) => {
  await writeFile(path, text);
  await expect(JsonDocument.open(path, schema, () => ({ numbers: [] }))).rejects.toMatchObject({
    code: 'practice.stateDamaged',
    params: { file: 'state.json' },
  });
});

import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPinoLog } from './pino-log.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pino-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('lines are JSON with redacted fields, messages and child fields', async () => {
  const file = join(folder, 'logs', 'main.log');
  const log = createPinoLog({ file }).child({ area: 'vault', sasUrl: 'https://a/c?sig=one' });
  log.warn({ passphrase: 'two', note: 'see ?sig=Zm9vYmFy', error: new Error('three') }, 'sig=four seen');
  const text = await readFile(file, 'utf8');
  const line = JSON.parse(text);
  expect(line).toMatchObject({ area: 'vault', sasUrl: '[redacted]', passphrase: '[redacted]' });
  expect(line.note).toBe('see ?sig=[redacted]');
  expect(line.msg).toBe('sig=[redacted] seen');
  expect(line.error.message).toBe('three');
  expect(text).not.toMatch(/"two"|Zm9v|four|sig=one/);
});

test('the file keeps its size and one older file is kept', async () => {
  const file = join(folder, 'main.log');
  const log = createPinoLog({ file, maximumBytes: 4000 });
  for (let line = 0; line < 200; line += 1) log.info({ line }, 'a line of some length for the cap');
  expect((await readdir(folder)).sort()).toEqual(['main.log', 'main.log.1']);
  for (const name of ['main.log', 'main.log.1']) {
    expect((await stat(join(folder, name))).size).toBeLessThanOrEqual(4000);
  }
  expect(await readFile(file, 'utf8')).toContain('"line":199');
});

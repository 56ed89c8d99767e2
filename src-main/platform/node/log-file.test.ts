import { mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLogFile } from './log-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-file-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a full file is put aside and writing goes on in a new one', async () => {
  const path = join(folder, 'wizard.log');
  const log = openLogFile(path, 20);
  for (const line of ['first line ....\n', 'second line ...\n', 'third line ....\n']) log.write(line);
  log.close();
  expect(await readFile(path, 'utf8')).toBe('third line ....\n');
  expect(await readFile(`${path}.1`, 'utf8')).toBe('second line ...\n');
});

test('a log that cannot be opened again loses lines and never writes into a file that got its number', async () => {
  const logs = join(folder, 'logs');
  const log = openLogFile(join(logs, 'wizard.log'), 20);
  log.write('first line ....\n');
  await rm(logs, { recursive: true });
  await writeFile(logs, 'no folder any more');
  log.write('lost at rotation\n');
  const volume = await open(join(folder, 'volume'), 'w');
  log.write('lost as well ...\n');
  log.close();
  expect((await volume.stat()).size).toBe(0);
  await volume.close();
  await rm(logs);
  const again = openLogFile(join(logs, 'wizard.log'), 20);
  again.write('back\n');
  again.close();
  expect((await stat(join(logs, 'wizard.log'))).size).toBe(5);
});

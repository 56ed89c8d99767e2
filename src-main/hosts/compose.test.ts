import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { browserOrigin } from '../ipc/origin.ts';
import { createMemorySecretStore } from '../platform/node/memory-secret-store.ts';
import { composeApplication } from './compose.ts';
import type { ComposeOptions } from './compose-options.ts';

let dataFolder = '';
beforeEach(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), 'compose-'));
});
afterEach(() => rm(dataFolder, { recursive: true }));

const start = (options: Partial<ComposeOptions> = {}) =>
  composeApplication({
    host: 'console',
    version: '0.0.0',
    origin: browserOrigin,
    dataFolder,
    secrets: createMemorySecretStore(),
    power: { block: () => () => undefined },
    notifier: { notify: () => undefined },
    openLink: async () => undefined,
    ...options,
  });

test('a start that failed holds on to nothing', async () => {
  // A file where the practice world wants its folder.
  await writeFile(path.join(dataFolder, 'practice'), '');
  await expect(start()).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await readdir(dataFolder)).not.toContain('wizard.lock');
});

test('a program with the practice cloud does not start with the disks of the computer', async () => {
  await expect(start({ disks: 'real' })).rejects.toMatchObject({ code: 'practice.realDisks' });
  expect(await readdir(dataFolder)).not.toContain('wizard.lock');
});

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { browserOrigin } from '../ipc/origin.ts';
import { createMemorySecretStore } from '../platform/node/memory-secret-store.ts';
import { composeApplication } from './compose.ts';

test('a start that failed holds on to nothing', async () => {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'compose-'));
  // A file where the practice world wants its folder.
  await writeFile(path.join(dataFolder, 'practice'), '');
  const start = () =>
    composeApplication({
      host: 'console',
      version: '0.0.0',
      origin: browserOrigin,
      dataFolder,
      secrets: createMemorySecretStore(),
      power: { block: () => () => undefined },
      notifier: { notify: () => undefined },
      openLink: async () => undefined,
    });
  await expect(start()).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await readdir(dataFolder)).not.toContain('wizard.lock');
  await rm(dataFolder, { recursive: true });
});

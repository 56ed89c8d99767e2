import { pathToFileURL } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { bundledWorkersVariable, workerUrl } from './worker-task.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('starts threads from sources, or from the bundles that tests name', () => {
  vi.stubEnv(bundledWorkersVariable, undefined);
  expect(workerUrl('walk').href).toBe(pathToFileURL('src-main/workers/walk.ts').href);
  vi.stubEnv(bundledWorkersVariable, '/bundles of tests');
  expect(workerUrl('walk').href).toBe(pathToFileURL('/bundles of tests/workers/walk.js').href);
});

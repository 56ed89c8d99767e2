import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stagingFuzz } from './staging-fuzz.ts';

it('forged input is refused as damage, and inputs of every sort are reached', async () => {
  const workFolder = mkdtempSync(join(tmpdir(), 'soak-fuzz-'));
  const outcome = await stagingFuzz.run({ count: 3000, seed: 11, workFolder, say() {}, async keep() {} });
  expect(outcome).toMatchObject({ done: 3000, faults: [] });
  const sorts = Object.keys(outcome.figures).filter((name) =>
    String(outcome.figures[name]).includes('refused'),
  );
  expect(sorts.sort()).toEqual([
    'blocks',
    'catalogs',
    'chunk indexes',
    'descriptors',
    'pages',
    'volume tables',
    'volumes',
    'whole sets',
  ]);
  expect(readdirSync(workFolder)).toEqual([]);
  rmSync(workFolder, { recursive: true, force: true });
}, 60_000);

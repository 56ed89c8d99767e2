import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stagingKills } from './staging-kills.ts';

it('a killed backup goes on and gives an identical tree', async () => {
  const workFolder = mkdtempSync(join(tmpdir(), 'soak-kills-'));
  const outcome = await stagingKills.run({ count: 1, seed: 7, workFolder, say() {}, async keep() {} });
  expect(outcome.faults).toEqual([]);
  expect(outcome.figures).toMatchObject({ 'identical trees': 1 });
  expect(Number(outcome.figures['processes killed'])).toBeGreaterThan(0);
  expect(readdirSync(workFolder)).toEqual([]);
  rmSync(workFolder, { recursive: true, force: true });
}, 120_000);

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runFlipRound } from './flip-round.ts';
import { makeSmallSet } from './small-set.ts';
import { stagingFlips } from './staging-flips.ts';

const folder = mkdtempSync(join(tmpdir(), 'soak-flips-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('every changed bit is seen, and none gives a wrong byte', async () => {
  const workFolder = mkdtempSync(join(folder, 'work-'));
  const outcome = await stagingFlips.run({ count: 30, seed: 3, workFolder, say() {}, async keep() {} });
  expect(outcome).toMatchObject({ done: 30, faults: [] });
}, 60_000);

it('a round tells when the restored tree is not the one that was backed up', async () => {
  const inner = mkdtempSync(join(folder, 'set-'));
  const set = await makeSmallSet(inner, 1);
  const entries = new Map(set.entries);
  const never = { facts: '', modifiedNanoseconds: 0n, content: Buffer.from('other') };
  entries.set('text', { ...never, ...entries.get('text'), content: never.content });
  entries.set('never', never);
  const volume = join(set.staging, 'seed-fs01-000001.BaseBlob');
  const bytes = readFileSync(volume);
  const target = join(inner, 'target');
  const untouched = await runFlipRound({ ...set, entries }, target, 'seed-fs01-000001.BaseBlob');
  expect(untouched.faults).toEqual([
    'the check without key found ',
    'the check with the key found ',
    'text has WRONG BYTES',
    'never is missing and was not named',
  ]);
  bytes[6000] = (bytes[6000] ?? 0) ^ 1;
  writeFileSync(volume, bytes);
  const damaged = await runFlipRound(set, target, undefined);
  expect(damaged.faults[0]).toBe('the check without key found seed-fs01-000001.BaseBlob');
  expect(damaged.lost).toBeGreaterThan(0);
}, 60_000);

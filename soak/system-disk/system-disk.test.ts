import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { callsOfARound, systemDisk } from './system-disk.ts';
import { printOf } from './untouched.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'system-disk-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('erases other disks as asked, and never changes one that backs the system', async () => {
  const outcome = await systemDisk.run({
    ...{ count: 1, seed: 11, workFolder: folder, say: () => undefined },
    keep: async () => undefined,
  });
  expect(outcome.faults).toEqual([]);
  const { figures } = outcome;
  expect(figures['calls made']).toBe(callsOfARound);
  expect(figures['answers that refused a system disk']).toBeGreaterThan(3);
  expect(figures['disks that became the system disk in between']).toBeGreaterThan(0);
  expect(figures['other disks erased and encrypted as asked']).toBeGreaterThan(0);
}, 120_000);

it('sees a byte, a name and a time that changed', () => {
  const file = path.join(folder, 'a');
  writeFileSync(file, 'one');
  const before = printOf(folder);
  expect(printOf(folder)).toBe(before);
  writeFileSync(file, 'two');
  expect(printOf(folder)).not.toBe(before);
  writeFileSync(file, 'one');
  writeFileSync(path.join(folder, 'b'), '');
  expect(printOf(folder)).not.toBe(before);
});

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { unwrapDataKey } from '../format/keys.ts';
import { openOrCreateSet } from './set-state.ts';

const request = {
  baseName: 'job',
  passphrase: 'long enough, all told',
  setId: undefined,
  creator: 'test',
  machineName: 'SERVER',
  job: {},
  createdAt: '2026-11-21T10:00:00.000Z',
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'set-state-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a new set is there before its keys are, and they are told only when the next run can find them', async () => {
  const created = await openOrCreateSet({ ...request, folder });
  expect(readdirSync(folder)).toEqual([]);
  const slots = await created.keySlots;
  expect(readdirSync(folder)).toEqual(['job-run.partial']);
  expect(await unwrapDataKey(slots, created.setId, request.passphrase)).toEqual(created.dataKey);

  const found = await openOrCreateSet({ ...request, folder });
  expect({ setId: found.setId, dataKey: found.dataKey, slots: await found.keySlots }).toEqual({
    setId: created.setId,
    dataKey: created.dataKey,
    slots,
  });
});

it('keys that cannot be kept are a failure only for whoever waits for them', async () => {
  const { keySlots } = await openOrCreateSet({ ...request, folder });
  rmSync(folder, { recursive: true });
  await expect(keySlots).rejects.toMatchObject({ kind: 'environment' });
});

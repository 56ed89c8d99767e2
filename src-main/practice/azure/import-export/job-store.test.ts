import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ImportJobStore, type StoredJob } from './job-store.ts';

const job: StoredJob = {
  id: '/subscriptions/S/resourceGroups/G/providers/Microsoft.ImportExport/jobs/J',
  name: 'J',
  subscriptionId: 'S',
  resourceGroup: 'G',
  location: 'westeurope',
  tags: {},
  properties: { state: 'Creating', driveList: [{ driveId: 'D' }] },
  identity: { type: 'None' },
  createdBy: 'ada',
  createdByType: 'User',
  createdAt: '2026-11-21T08:00:00.000Z',
  lastModifiedBy: 'ada',
  lastModifiedByType: 'User',
  updatedAt: '2026-11-21T08:00:00.000Z',
};

it('loses nothing when client and datacenter write at the same time, and hands out copies', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'job-store-'));
  try {
    const store = await ImportJobStore.open(folder);
    const ledger = store.ledger();
    const put = store.put(job, { D: 'key' });
    await ledger.update(job.id, { percentComplete: 5 });
    await put;
    const copy = ledger.get(job.id);
    (copy?.properties.driveList as { driveId: string }[])[0] = { driveId: 'changed' };
    const again = (await ImportJobStore.open(folder)).ledger().get(job.id.toUpperCase());
    expect(again).toMatchObject({
      id: job.id.toLowerCase(),
      properties: { state: 'Creating', percentComplete: 5, driveList: [{ driveId: 'D' }] },
      recoveryPasswords: { D: 'key' },
    });
    expect(ledger.get(job.id)?.properties.driveList).toEqual([{ driveId: 'D' }]);
    await expect(ledger.updateDrive(job.id, 'E', {})).rejects.toThrow(/no drive E/);
    await ledger.delete(job.id);
    expect([store.list(), store.passwordsOf(job.id)]).toEqual([[], {}]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

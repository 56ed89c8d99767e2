import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskOf, mebibyte, ticketFor, volumeFolder, waitForTask } from './testing/prepare-fixture.ts';
import { prepareEachTest } from './testing/prepare-setup.ts';

const setup = prepareEachTest();
describe('what must never be erased', () => {
  it('has no way to the system disk through any call', async () => {
    await setup.open([128 * mebibyte]);
    await setup.fixture.shelf.add({
      serial: 'SYSTEM01',
      model: 'NVMe',
      sizeBytes: 256 * mebibyte,
      bus: 'nvme',
      backsSystem: true,
    });
    const marker = join(await volumeFolder(setup.fixture, 'SYSTEM01'), 'marker.txt');
    await writeFile(marker, 'system');
    const { jobId, service } = setup.fixture;
    const { facts, usable } = await diskOf(setup.fixture, 'SYSTEM01');
    expect(usable).toBe(false);
    const blocked = { code: 'disk.blocked', params: { finding: 'disk.backsSystem' } };
    const good = await ticketFor(setup.fixture, 'PRACTICE0001');
    const key = Array.from({ length: 8 }, () => '000011').join('-');
    const attempts = [
      () => service.requestErase({ jobId, diskId: facts.id }),
      () => service.plan({ jobId, diskIds: [facts.id] }),
      () => service.start({ jobId, disks: [{ diskId: facts.id, eraseTicket: good.eraseTicket }] }),
      () => service.start({ jobId, disks: [{ diskId: facts.id, existingRecoveryPassword: key }] }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(blocked);
    // The ticket of another disk was not used up by the attempt.
    const { taskId } = await service.start({ jobId, disks: [good] });
    await expect(
      service.addDisk({ jobId, disk: { diskId: facts.id, eraseTicket: good.eraseTicket } }),
    ).rejects.toMatchObject(blocked);
    await setup.fixture.tasks.finished(taskId);
    expect(await readFile(marker, 'utf8')).toBe('system');
  });

  it('stops at a disk that became the system disk, or another disk, after its ticket was used', async () => {
    const cleared: string[] = [];
    let beforeClear: () => Promise<void> = async () => undefined;
    let lists = 0;
    setup.faults = (platform) => ({
      listDisks: async (signal) => {
        lists += 1;
        await beforeClear();
        return platform.listDisks(signal);
      },
      clear: (identity, signal) => {
        cleared.push(identity.serial);
        return platform.clear(identity, signal);
      },
    });
    await setup.open([128 * mebibyte, 128 * mebibyte]);
    for (const [serial, change, code] of [
      ['PRACTICE0001', { backsSystem: true }, 'disk.blocked'],
      ['PRACTICE0002', { model: 'swapped' }, 'disk.identityChanged'],
    ] as const) {
      const disk = await ticketFor(setup.fixture, serial);
      lists = 0;
      beforeClear = async () => {
        // Two looks belong to the call; the third one comes right before clearing.
        if (lists === 3) await setup.fixture.shelf.change(serial, change);
      };
      const { taskId } = await setup.fixture.service.start({ jobId: setup.fixture.jobId, disks: [disk] });
      await waitForTask(setup.fixture.tasks, (task) => task.id === taskId && task.phase === 'waitingForDisk');
      setup.fixture.tasks.stop(taskId);
      await setup.fixture.tasks.finished(taskId);
      beforeClear = async () => undefined;
      const drive = setup.fixture.jobs
        .get(setup.fixture.jobId)
        .drives.find(({ identity }) => identity.serial === serial);
      expect(drive).toMatchObject({ state: 'failed', error: { code } });
    }
    expect(cleared).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { practiceDiskPlatform } from '../../platform/practice/practice-disk-platform.ts';
import { checkDrives, diskOf, mebibyte } from '../testing/prepare-fixture.ts';
import { prepareEachTest, sortedNames } from '../testing/prepare-setup.ts';

const setup = prepareEachTest();

async function finishDrive(): Promise<void> {
  await setup.open([128 * mebibyte]);
  const { finished } = await setup.start(['PRACTICE0001']);
  expect((await finished).state).toBe('completed');
}

async function goOn(): Promise<string> {
  const { service, jobId, tasks } = setup.fixture;
  const { taskId } = await service.start({ jobId, disks: [] });
  return (await tasks.finished(taskId)).state;
}

describe('a finished drive that a kill left open', () => {
  it('is locked when the next session ends, and as whole as before', async () => {
    await finishDrive();
    const [listed] = await setup.fixture.service.driveListForImport(setup.fixture.jobId);
    if (listed === undefined) throw new Error('No drive was finished');
    const { facts } = await diskOf(setup.fixture, 'PRACTICE0001');
    await practiceDiskPlatform(setup.fixture.shelf).unlock(facts.identity, listed.bitLockerKey);
    const bitLocker = async () =>
      (await diskOf(setup.fixture, 'PRACTICE0001')).facts.volumes.map((volume) => volume.bitLocker);
    expect(await bitLocker()).toEqual(['on']);
    expect(await goOn()).toBe('completed');
    expect(await bitLocker()).toEqual(['locked']);
    expect((await checkDrives(setup.fixture)).get('PRACTICE0001')?.toSorted()).toEqual(sortedNames);
  });

  it('does not keep a session from ending when it is not attached, or does not lock', async () => {
    let locks = 0;
    setup.faults = (platform) => ({
      mountedVolume: async (identity) => {
        const volume = await platform.mountedVolume(identity);
        return (
          volume ?? {
            rootPath: '/',
            letter: 'E',
            capacityBytes: 1,
            canReadBackUncached: false,
            freeBytes: async () => 1,
          }
        );
      },
      lock: async (identity) => {
        locks += 1;
        if (locks > 1) throw new Error('busy');
        await platform.lock(identity);
      },
    });
    await setup.open([128 * mebibyte]);
    const { finished } = await setup.start(['PRACTICE0001']);
    expect((await finished).state).toBe('completed');
    expect(locks).toBe(2);
    await setup.fixture.shelf.change('PRACTICE0001', { location: 'parcel' });
    expect(await goOn()).toBe('completed');
    expect(locks).toBe(2);
    expect(setup.fixture.jobs.get(setup.fixture.jobId).phase).toBe('prepared');
  });
});

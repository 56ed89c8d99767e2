import { describe, expect, it } from 'vitest';
import type { DiskFacts } from '../../src-shared/domain/disks.ts';
import { diskIdSchema, jobIdSchema } from '../../src-shared/domain/ids.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import { createDiskList } from './disk-list.ts';

const jobId = jobIdSchema.parse('3f0f5c9e-7a31-4a0e-9d6a-0a7d6f0c1b2d');
const disk = (number: number): DiskFacts => ({
  id: diskIdSchema.parse(`disk-${number}`),
  number,
  identity: { uniqueId: `u${number}`, serial: `S${number}A`, model: 'M', bus: 'sata', sizeBytes: 1e12 },
  logicalSectorBytes: 512,
  isRemovable: false,
  isBehindUsbAdapter: false,
  isReadOnly: false,
  isOffline: false,
  backsSystem: false,
  isPractice: false,
  volumes: [],
  mountPaths: number === 2 ? ['/mnt/two'] : [],
});

function listWith(answers: (readonly DiskFacts[] | Error)[]) {
  let minute = 0;
  let stagingPath = '/elsewhere';
  const list = createDiskList({
    log: createSilentLog(),
    clock: { now: () => new Date(Date.UTC(2026, 0, 1, 0, minute++)) },
    contextOf: async () => ({
      stagingPaths: [stagingPath],
      sourcePaths: [],
      drivesOfOtherJobs: [],
      isPractice: false,
    }),
    platform: {
      listDisks: async () => {
        const answer = answers.shift() ?? [];
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
  });
  return { list, setStaging: (path: string) => (stagingPath = path) };
}

describe('disk list', () => {
  it('keeps the last list, judged anew, when the disks cannot be read', async () => {
    const { list, setStaging } = listWith([[disk(3), disk(2), disk(0)], new Error('WMI is busy'), [disk(1)]]);
    const first = await list.read(jobId);
    expect(first.disks.map(({ facts }) => facts.number)).toEqual([0, 2, 3]);
    expect(first.error).toBeUndefined();
    setStaging('/mnt/two/staging');
    const second = await list.read(jobId);
    expect(second).toMatchObject({
      readAt: first.readAt,
      error: { code: 'disk.listFailed', details: 'WMI is busy', retry: 'same-call' },
    });
    expect(second.disks.map(({ usable }) => usable)).toEqual([true, false, true]);
    const third = await list.read(jobId);
    expect(third.error).toBeUndefined();
    expect(third.disks.map(({ facts }) => facts.number)).toEqual([1]);
    expect(third.readAt > first.readAt).toBe(true);
  });

  it('never acts on an old list', async () => {
    const { list } = listWith([[disk(1)], new Error('WMI is busy')]);
    await list.readFresh(jobId);
    await expect(list.readFresh(jobId)).rejects.toMatchObject({ code: 'disk.listFailed' });
  });

  it('says why there is nothing to show', async () => {
    const { list } = listWith([new Error('no')]);
    expect(await list.read(jobId)).toMatchObject({ disks: [], error: { code: 'disk.listFailed' } });
  });
});

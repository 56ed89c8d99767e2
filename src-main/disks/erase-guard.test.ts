import { beforeEach, describe, expect, it } from 'vitest';
import { judgeDisks } from '../../src-shared/domain/disk-findings.ts';
import type { DiskFacts } from '../../src-shared/domain/disks.ts';
import { diskIdSchema, jobIdSchema } from '../../src-shared/domain/ids.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { createEraseGuard, type EraseGuard } from './erase-guard.ts';

const jobId = jobIdSchema.parse('3f0f5c9e-7a31-4a0e-9d6a-0a7d6f0c1b2d');
const otherJobId = jobIdSchema.parse('5b1c6d1e-8b42-4b1f-8e7b-1b8e7f1d2c3e');
const diskId = diskIdSchema.parse('disk-1');
const otherDiskId = diskIdSchema.parse('disk-2');

function disk(changes: Partial<DiskFacts> = {}): DiskFacts {
  return {
    id: diskId,
    number: 1,
    identity: { uniqueId: 'u1', serial: 'WD-WCC7K3F', model: 'WD40', bus: 'sata', sizeBytes: 4e12 },
    logicalSectorBytes: 512,
    isRemovable: false,
    isBehindUsbAdapter: false,
    isReadOnly: false,
    isOffline: false,
    backsSystem: false,
    isPractice: false,
    volumes: [],
    mountPaths: [],
    ...changes,
  };
}
const otherDisk = disk({
  id: otherDiskId,
  number: 2,
  identity: { uniqueId: 'u2', serial: 'ZX9Q1A', model: 'WD40', bus: 'sata', sizeBytes: 4e12 },
});
const swapped = disk({ identity: { ...disk().identity, uniqueId: 'u9' } });

let attached: DiskFacts[];
let time: number;
let reads: number;
let guard: EraseGuard;
beforeEach(() => {
  attached = [disk(), otherDisk];
  time = Date.parse('2026-11-21T12:00:00Z');
  reads = 0;
  guard = createEraseGuard({
    clock: { now: () => new Date(time) },
    readFresh: async () => {
      reads += 1;
      return judgeDisks(attached, {
        stagingPaths: [],
        sourcePaths: [],
        drivesOfOtherJobs: [],
        isPractice: false,
      });
    },
  });
});

async function ticket(id = diskId, typed = '7k3f'): Promise<string> {
  const { challengeId } = await guard.requestErase(jobId, id);
  return (await guard.confirmErase(challengeId, typed)).eraseTicket;
}
const code = (expected: string) => expect.objectContaining({ code: expected });

describe('erase guard', () => {
  it('shows what will be erased and issues a ticket for two minutes', async () => {
    const challenge = await guard.requestErase(jobId, diskId);
    expect(challenge).toMatchObject({ identity: disk().identity, serialCharacters: 4, volumes: [] });
    const { eraseTicket, validUntil } = await guard.confirmErase(challenge.challengeId, ' 7k3F ');
    expect(validUntil).toBe('2026-11-21T12:02:00.000Z');
    expect(eraseTicket.length).toBeGreaterThanOrEqual(32);
    time += 120_000;
    expect((await guard.redeem(jobId, diskId, eraseTicket)).identity.serial).toBe('WD-WCC7K3F');
    expect(reads).toBe(3);
  });

  it('takes a ticket once, also when it is shown twice at the same moment', async () => {
    const eraseTicket = await ticket();
    const both = await Promise.allSettled([
      guard.redeem(jobId, diskId, eraseTicket),
      guard.redeem(jobId, diskId, eraseTicket),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(guard.redeem(jobId, diskId, eraseTicket)).rejects.toEqual(code('disk.ticketInvalid'));
  });

  it('makes one ticket of one challenge', async () => {
    const { challengeId } = await guard.requestErase(jobId, diskId);
    const both = await Promise.allSettled([
      guard.confirmErase(challengeId, '7k3f'),
      guard.confirmErase(challengeId, '7k3f'),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it.each([
    ['two minutes later', 120_001],
    ['with the clock moved back', -1],
  ])('refuses a ticket %s', async (_what, milliseconds) => {
    const eraseTicket = await ticket();
    time += milliseconds;
    await expect(guard.redeem(jobId, diskId, eraseTicket)).rejects.toEqual(code('disk.ticketExpired'));
    time -= milliseconds;
    await expect(guard.redeem(jobId, diskId, eraseTicket)).rejects.toEqual(code('disk.ticketInvalid'));
  });

  it('keeps held tickets good while staging is checked, however long that takes, and no longer', async () => {
    const eraseTicket = await ticket();
    const release = guard.hold([{ diskId, eraseTicket }]);
    time += 30 * 60 * 1000;
    const second = guard.hold([{ diskId, eraseTicket }]);
    release();
    expect((await guard.redeem(jobId, diskId, eraseTicket)).number).toBe(1);
    second();
    const late = await ticket();
    guard.hold([{ diskId, eraseTicket: late }])();
    time += 121_000;
    await expect(guard.redeem(jobId, diskId, late)).rejects.toEqual(code('disk.ticketExpired'));
  });

  it('names the disk whose confirmation came too early, and holds none then', async () => {
    const slow = await ticket();
    time += 121_000;
    const quick = await ticket(otherDiskId, '9Q1A');
    const both = [
      { diskId: otherDiskId, eraseTicket: quick },
      { diskId, eraseTicket: slow },
    ];
    expect(() => guard.hold(both)).toThrow(
      expect.objectContaining({
        code: 'disk.ticketExpired',
        params: { serial: 'WD-WCC7K3F', model: 'WD40' },
      }),
    );
    // The other one is neither held nor used up.
    expect((await guard.redeem(jobId, otherDiskId, quick)).number).toBe(2);
  });

  it('checks all tickets before one is used up', async () => {
    const eraseTicket = await ticket();
    const unknown = { diskId: otherDiskId, eraseTicket: 'made-up-ticket-text' };
    expect(() => guard.check(jobId, [{ diskId, eraseTicket }, unknown])).toThrow('disk.ticketInvalid');
    expect((await guard.redeem(jobId, diskId, eraseTicket)).number).toBe(1);
  });

  it.each([
    ['disk', () => ({ job: jobId, disk: otherDiskId })],
    ['job', () => ({ job: otherJobId, disk: diskId })],
  ])('uses a ticket up that is shown for another %s', async (_what, shown) => {
    const eraseTicket = await ticket();
    const { job, disk } = shown();
    expect(() => guard.check(job, [{ diskId: disk, eraseTicket }])).toThrow('disk.ticketInvalid');
    await expect(guard.redeem(jobId, diskId, eraseTicket)).rejects.toEqual(code('disk.ticketInvalid'));
  });

  it('binds a ticket to its disk and its job, and uses it up on a wrong one', async () => {
    const forDisk = await ticket();
    await expect(guard.redeem(jobId, otherDiskId, forDisk)).rejects.toEqual(code('disk.ticketInvalid'));
    await expect(guard.redeem(jobId, diskId, forDisk)).rejects.toEqual(code('disk.ticketInvalid'));
    const forJob = await ticket();
    await expect(guard.redeem(otherJobId, diskId, forJob)).rejects.toEqual(code('disk.ticketInvalid'));
    await expect(guard.redeem(jobId, diskId, 'made-up-ticket-text')).rejects.toEqual(
      code('disk.ticketInvalid'),
    );
  });

  it('lets a new question end the earlier answers for the same disk, and no others', async () => {
    const first = await ticket();
    const other = await ticket(otherDiskId, '9q1a');
    const { challengeId } = await guard.requestErase(jobId, diskId);
    await guard.requestErase(jobId, diskId);
    await expect(guard.redeem(jobId, diskId, first)).rejects.toEqual(code('disk.ticketInvalid'));
    await expect(guard.confirmErase(challengeId, '7k3f')).rejects.toEqual(code('disk.ticketInvalid'));
    expect((await guard.redeem(jobId, otherDiskId, other)).id).toBe(otherDiskId);
  });

  it('gives up after five wrong texts', async () => {
    const { challengeId } = await guard.requestErase(jobId, diskId);
    for (const attemptsLeft of [4, 3, 2, 1]) {
      await expect(guard.confirmErase(challengeId, '9q1a')).rejects.toMatchObject({
        code: 'disk.confirmationWrong',
        field: 'typedText',
        params: { attemptsLeft },
      });
    }
    await expect(guard.confirmErase(challengeId, '')).rejects.toEqual(code('disk.attemptsExceeded'));
    await expect(guard.confirmErase(challengeId, '7k3f')).rejects.toEqual(code('disk.ticketInvalid'));
  });

  it('forgets a question after a quarter of an hour', async () => {
    const { challengeId } = await guard.requestErase(jobId, diskId);
    time += 15 * 60 * 1000 + 1;
    await expect(guard.confirmErase(challengeId, '7k3f')).rejects.toEqual(code('disk.ticketExpired'));
  });

  const changes: [string, () => DiskFacts[], string][] = [
    ['swapped', () => [swapped, otherDisk], 'disk.identityChanged'],
    [
      'renamed under the same id',
      () => [disk({ identity: { ...otherDisk.identity } })],
      'disk.identityChanged',
    ],
    ['pulled', () => [otherDisk], 'disk.disappeared'],
    ['there twice', () => [disk(), disk({ number: 7 })], 'disk.identityChanged'],
    ['made the system disk', () => [disk({ backsSystem: true })], 'disk.blocked'],
    ['made read-only', () => [disk({ isReadOnly: true })], 'disk.blocked'],
  ];
  it.each(changes)('refuses a disk that was %s after the question', async (_what, change, expected) => {
    const { challengeId } = await guard.requestErase(jobId, diskId);
    attached = change();
    await expect(guard.confirmErase(challengeId, '7k3f')).rejects.toEqual(code(expected));
  });
  it.each(changes)('refuses a disk that was %s after the ticket', async (_what, change, expected) => {
    const eraseTicket = await ticket();
    attached = change();
    await expect(guard.redeem(jobId, diskId, eraseTicket)).rejects.toEqual(code(expected));
    attached = [disk(), otherDisk];
    await expect(guard.redeem(jobId, diskId, eraseTicket)).rejects.toEqual(code('disk.ticketInvalid'));
  });

  it.each([
    ['a system disk', disk({ backsSystem: true }), 'disk.blocked'],
    ['a stick', disk({ isRemovable: true }), 'disk.blocked'],
    ['an unknown disk', otherDisk, 'disk.notFound'],
  ])('asks nothing about %s', async (_what, facts, expected) => {
    attached = [facts];
    await expect(guard.requestErase(jobId, diskId)).rejects.toEqual(code(expected));
  });

  it('passes on that the disks cannot be read, and keeps nothing open', async () => {
    const failing = createEraseGuard({
      clock: { now: () => new Date(time) },
      readFresh: () => Promise.reject(new AppError({ kind: 'environment', code: 'disk.listFailed' })),
    });
    await expect(failing.requestErase(jobId, diskId)).rejects.toEqual(code('disk.listFailed'));
  });
});

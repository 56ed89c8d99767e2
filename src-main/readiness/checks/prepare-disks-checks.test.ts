import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobIdSchema, recoveryPointIdSchema, setIdSchema } from '../../../src-shared/domain/ids.ts';
import { emptyInitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { createNotSourceVirtualMachineCheck } from './computer-checks.ts';
import { stagingReadable } from './staging-checks.ts';

let folder: string;
const { signal } = new AbortController();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checks-'));
  await writeFile(join(folder, 'seed-fs01.AIBBlob'), 'x');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A job of a copy computer whose set is seen in `stagingPath` and was written to `atInitiate`. */
function jobWith(stagingPath: string, atInitiate: string, isVirtualMachine?: boolean): JobSnapshot {
  const draft = emptyInitiateDraft();
  const at = '2026-11-21T21:00:00.000Z';
  return {
    id: jobIdSchema.parse('7d8c6a7e-93a4-4f4e-9a53-0d1c6a4f1f11'),
    role: 'copy',
    cloudId: 'public',
    machineName: 'fs01',
    createdAt: at,
    updatedAt: at,
    phase: 'staged',
    draft: { ...draft, offlineDetails: { ...draft.offlineDetails, stagingLocation: atInitiate } },
    staging: {
      stagingPath,
      setId: setIdSchema.parse('ab'.repeat(16)),
      recoveryPointId: recoveryPointIdSchema.parse('cd'.repeat(16)),
      descriptorFile: 'seed-fs01.AIBBlob',
      machineName: 'fs01',
      ...(isVirtualMachine === undefined ? {} : { sourceIsVirtualMachine: isVirtualMachine }),
      startedAt: at,
      files: 1,
      folders: 0,
      sourceBytes: 1,
      stagedBytes: 1,
      volumes: 1,
      skippedFiles: 0,
    },
    drives: [],
  };
}

describe('staging location', () => {
  it.each([
    ['the path of Initiate', () => jobWith(folder, `${folder}/`), 'pass', 'ok'],
    ['another path', () => jobWith(folder, '\\\\fs02\\staging'), 'warning', 'otherPath'],
    ['a folder without the set', () => jobWith(tmpdir(), tmpdir()), 'fail', 'otherSet'],
  ] as const)('is judged: %s', async (_name, job, state, finding) => {
    expect(await stagingReadable.run({ job: job(), signal })).toMatchObject({ state, finding });
  });

  it('that is out of reach has an error of its own', async () => {
    const job = jobWith(join(folder, 'gone'), folder);
    await expect(stagingReadable.run({ job, signal })).rejects.toMatchObject({ code: 'staging.pathUnknown' });
  });
});

describe('source that is a virtual machine (R116)', () => {
  const check = (machineName: string) =>
    createNotSourceVirtualMachineCheck({
      machineName,
      isElevated: async () => true,
      hasBitLocker: async () => true,
    });

  it.each([
    ['FS01', true, 'fail', 'sameVirtualMachine'],
    ['fs01', false, 'pass', 'ok'],
    ['copy7', true, 'pass', 'otherComputer'],
    ['fs01', undefined, 'warning', 'unknown'],
  ] as const)('on %s, virtual %s: %s', async (machine, isVirtual, state, finding) => {
    const job = jobWith(folder, folder, isVirtual);
    expect(await check(machine).run({ job, signal })).toMatchObject({ state, finding });
  });
});

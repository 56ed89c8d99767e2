import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileJobStore } from '../jobs/file-job-store.ts';
import { exportJobFile, openJobFile } from '../jobs/job-file.ts';
import { createMemorySecretStore } from '../platform/node/memory-secret-store.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import { createSystemClock } from '../platform/node/system-clock.ts';
import { createDriveKeys } from './drive-keys.ts';
import { mebibyte } from './testing/prepare-fixture.ts';
import { prepareEachTest } from './testing/prepare-setup.ts';

const setup = prepareEachTest();
const passphrase = 'sixteen letters or more';

describe('an import job that another computer creates', () => {
  it('has drives, hashes and keys from two files, and refuses what does not belong to it', async () => {
    await setup.open([128 * mebibyte]);
    await (await setup.start(['PRACTICE0001'])).finished;
    const { service, jobId, jobs } = setup.fixture;
    const folder = join(setup.folder, 'usb-stick');
    await mkdir(folder);
    const here = await service.driveListForImport(jobId);
    const jobFile = await exportJobFile(jobs.get(jobId), folder);
    await expect(service.exportDriveKeys({ jobId, folder, passphrase: 'short' })).rejects.toMatchObject({
      code: 'staging.passphraseTooShort',
    });
    await expect(
      service.exportDriveKeys({ jobId, folder: join(folder, 'not-there'), passphrase }),
    ).rejects.toMatchObject({ code: 'folder.notFound' });
    const { path } = await service.exportDriveKeys({ jobId, folder, passphrase });
    const text = await readFile(path, 'utf8');
    expect(text).toContain(here[0]?.manifestHash);
    for (const name of await readdir(folder)) {
      const content = await readFile(join(folder, name), 'utf8');
      for (const { bitLockerKey } of here) expect(content).not.toContain(bitLockerKey);
    }

    const options = {
      jobs: await createFileJobStore({
        folder: join(setup.folder, 'other-computer'),
        clock: createSystemClock(),
        log: createSilentLog(),
      }),
      secrets: createMemorySecretStore(),
      log: createSilentLog(),
    };
    const there = createDriveKeys(options);
    const job = await openJobFile(jobFile, options);
    expect(job.phase).toBe('prepared');
    await expect(there.driveListForImport(job.id)).rejects.toMatchObject({ code: 'disk.keyMissing' });
    const bring = (file: string, typed = passphrase) =>
      there.importDriveKeys({ jobId: job.id, path: file, passphrase: typed });
    const changed = join(folder, 'changed.json');
    const refusals: readonly (readonly [() => Promise<unknown>, string])[] = [
      [() => bring(path, 'another one of sixteen'), 'disk.keyFilePassphraseWrong'],
      [() => bring(jobFile), 'disk.keyFileInvalid'],
      [() => bring(join(folder, 'none.json')), 'disk.keyFileInvalid'],
      [
        () =>
          writeFile(
            changed,
            text.replace('"importJobName": "seed-fs01"', '"importJobName": "seed-fs02"'),
          ).then(() => bring(changed)),
        'disk.keyFilePassphraseWrong',
      ],
    ];
    for (const [refusal, code] of refusals) await expect(refusal()).rejects.toMatchObject({ code });
    await options.jobs.update(job.id, 'test', ({ drives }) => ({
      drives: drives.map((drive) => ({ ...drive, manifestMd5: '0'.repeat(32) })),
    }));
    await expect(bring(path)).rejects.toMatchObject({ code: 'disk.keyFileOtherJob' });
    await options.jobs.update(job.id, 'test', () => ({ drives: job.drives }));
    expect(JSON.stringify(options.jobs.get(job.id).drives)).not.toContain('recoveryPasswordRef');

    await bring(path);
    expect(await there.driveListForImport(job.id)).toEqual(here);
    await options.jobs.close();
  });
});

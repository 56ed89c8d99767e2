import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fromStaging } from './copy-errors.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'copy-errors-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = 'seed-fs01-000001.BaseBlob';
const read = () => fromStaging(folder, file, () => open(join(folder, file)));

it('a file that is gone is named; with its folder gone too, the folder is', async () => {
  await expect(read()).rejects.toMatchObject({
    appError: { code: 'staging.volumeMissing', params: { file }, retry: 'resume' },
  });
  rmSync(folder, { recursive: true });
  await expect(read()).rejects.toMatchObject({
    appError: { code: 'staging.unreachable', params: { path: folder, reason: 'ENOENT' }, retry: 'resume' },
  });
});

it('a file that the system refuses is named with the reason, and a bug stays what it is', async () => {
  const refused = Object.assign(new Error('refused'), { code: 'EACCES' });
  await expect(fromStaging(folder, file, () => Promise.reject(refused))).rejects.toMatchObject({
    appError: { code: 'folder.notReadable', params: { path: join(folder, file), reason: 'EACCES' } },
  });
  const bug = new TypeError('bug');
  await expect(fromStaging(folder, file, () => Promise.reject(bug))).rejects.toBe(bug);
});

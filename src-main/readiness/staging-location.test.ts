import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BackupItem, Exclusion } from '../../src-shared/domain/initiate-draft.ts';
import { checkStaging, requireWritable } from './staging-location.ts';

let root: string;
let source: string;
let staging: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'staging-location-'));
  source = join(root, 'source');
  staging = join(root, 'staging');
  await mkdir(join(source, 'inner'), { recursive: true });
  await mkdir(staging);
  await symlink(join(source, 'inner'), join(root, 'shortcut'), 'junction');
});
afterAll(() => rm(root, { recursive: true, force: true }));

const folder = (path: string): BackupItem => ({ path, kind: 'folder' });
const leaveOut = (path: string): Exclusion => ({ path, includeSubfolders: true, fileTypes: [] });
const draft = (items: readonly BackupItem[], exclusions: readonly Exclusion[] = []) => ({
  items: [...items],
  exclusions: [...exclusions],
});

describe('checkStaging', () => {
  it('tells free space and leaves no probe behind', async () => {
    const facts = await checkStaging(staging, draft([folder(source)]));
    expect(facts.freeBytes).toBeGreaterThan(0);
    expect(facts.isNetworkPath).toBe(false);
    expect(await readdir(staging)).toEqual([]);
  });

  it.each(['', 'relative/path', '/no/such/folder/anywhere'])('does not know the path "%s"', async (path) => {
    await expect(checkStaging(path, draft([]))).rejects.toMatchObject({
      code: 'staging.pathUnknown',
      field: 'stagingLocation',
    });
  });

  it('does not take a file for a folder', async () => {
    const file = join(root, 'file');
    await writeFile(file, '');
    await expect(checkStaging(file, draft([]))).rejects.toMatchObject({ code: 'staging.pathUnknown' });
  });

  it('refuses a place inside the selection, also through a link, unless it is left out', async () => {
    const inner = join(source, 'inner');
    for (const path of [inner, source, join(root, 'shortcut')]) {
      await expect(checkStaging(path, draft([folder(source)]))).rejects.toMatchObject({
        code: 'staging.insideSource',
      });
    }
    await expect(checkStaging(inner, draft([folder(source)], [leaveOut(inner)]))).resolves.toBeDefined();
  });

  it('passes over an item that is gone', async () => {
    await expect(checkStaging(staging, draft([folder(join(root, 'gone'))]))).resolves.toBeDefined();
  });

  it('names the missing bytes', async () => {
    await expect(checkStaging(staging, draft([]), Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({
      code: 'staging.noSpace',
      params: { missingBytes: expect.any(Number) },
    });
  });

  it('says why nothing can be written', async () => {
    await expect(requireWritable(join(root, 'vanished'))).rejects.toMatchObject({
      code: 'staging.notWritable',
      field: 'stagingLocation',
      params: { reason: 'ENOENT' },
    });
  });
});

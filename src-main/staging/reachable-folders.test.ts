import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { isReachableFolder, whileReachable, whileReadable } from './reachable-folders.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'reachable-'));
  folder = join(root, 'staging');
  mkdirSync(folder);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const goes = (): void => rmSync(folder, { recursive: true });
const other = () => new Error('something about another file');

describe('work that writes into folders', () => {
  it('fails as it does while they are there, and by the name of the one that is gone', async () => {
    const failure = other();
    const fails = () => Promise.reject(failure);
    await expect(whileReachable(() => [root, folder], fails)).rejects.toBe(failure);
    const goesAndFails = () => {
      goes();
      return fails();
    };
    await expect(whileReachable(() => [root, folder], goesAndFails)).rejects.toMatchObject({
      code: 'staging.unreachable',
      params: { path: folder, reason: 'ENOENT' },
      retry: 'resume',
      cause: failure,
    });
  });

  it('knows folders that came while it ran', async () => {
    const folders = [root];
    const work = () => {
      folders.push(join(root, 'never there'));
      return Promise.reject(other());
    };
    await expect(whileReachable(() => folders, work)).rejects.toMatchObject({
      code: 'staging.unreachable',
      params: { path: join(root, 'never there') },
    });
  });

  it('is left as it ends when somebody stopped it, when it named the folder itself, or when it succeeded', async () => {
    for (const code of ['task.stopped', 'staging.pathUnknown'] as const) {
      const failure = new AppError({ kind: 'user', code });
      await expect(
        whileReachable(
          () => [join(root, 'none')],
          () => Promise.reject(failure),
        ),
      ).rejects.toBe(failure);
    }
    expect(
      await whileReachable(
        () => [join(root, 'none')],
        async () => 'done',
      ),
    ).toBe('done');
  });
});

describe('work that reads from a folder', () => {
  const gone = () => ({ code: 'staging.pathUnknown', params: { path: folder, reason: 'ENOENT' } });

  it('does not call damaged what it could not read because the folder is gone', async () => {
    const isWhole = (damaged: number): boolean => damaged === 0;
    expect(await whileReadable(folder, async () => 3, isWhole)).toBe(3);
    const finds = (damaged: number) => async () => {
      goes();
      return damaged;
    };
    await expect(whileReadable(folder, finds(3), isWhole)).rejects.toMatchObject(gone());
    mkdirSync(folder);
    expect(await whileReadable(folder, finds(0), isWhole)).toBe(0);
  });

  it('fails as it does while the folder is there, or when it was stopped', async () => {
    const failure = other();
    await expect(whileReadable(folder, () => Promise.reject(failure))).rejects.toBe(failure);
    goes();
    await expect(whileReadable(folder, () => Promise.reject(failure))).rejects.toMatchObject(gone());
    const stopped = new AppError({ kind: 'user', code: 'task.stopped' });
    await expect(whileReadable(folder, () => Promise.reject(stopped))).rejects.toBe(stopped);
  });
});

it('a folder is reachable when it is there and a folder', () => {
  writeFileSync(join(root, 'file'), '');
  const paths = [folder, join(root, 'file'), join(root, 'none'), ''];
  expect(paths.map(isReachableFolder)).toEqual([true, false, false, false]);
});

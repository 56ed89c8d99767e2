import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntryAttributes } from '../format/catalog-entry.ts';
import { TargetError } from './file-writer.ts';
import { createFolderStack, type FolderFrame } from './folder-stack.ts';
import { createLateMetadata } from './late-metadata.ts';

/** No system has trees so deep: only a forged catalog does. */
const depth = 100_000;
const target = { current: '' };

beforeEach(() => {
  target.current = mkdtempSync(join(tmpdir(), 'folder-stack-'));
});
afterEach(() => rmSync(target.current, { recursive: true, force: true }));

function openStack(restored?: string[]) {
  const failures: string[] = [];
  const paths: string[] = [];
  const made: number[] = [];
  const late = createLateMetadata(
    restored === undefined
      ? undefined
      : {
          kind: 'posix',
          batchSize: 2,
          isServed: async () => true,
          read: async () => [],
          async restore(items) {
            restored.push(...items.map(({ path }) => String(path)));
            return items.map(() => ({}));
          },
        },
  );
  const folders = createFolderStack({
    onAttributeFailure(path, reason) {
      paths.push(path);
      failures.push(reason);
    },
    onRoot: async () => {},
    wasMade: () => false,
    onMake: (ordinal) => made.push(ordinal),
    onFound() {},
    settle: async () => {},
    late,
  });
  return { folders, late, failures, paths, made };
}

/** Chain of folders called `a` below the root. */
function pushChain(
  folders: ReturnType<typeof openStack>['folders'],
  target: string | undefined,
  attributesOf: (level: number) => EntryAttributes,
): FolderFrame {
  let path = '';
  let frame: FolderFrame | undefined;
  for (let level = 1; level <= depth; level += 1) {
    path = path === '' ? 'a' : `${path}/a`;
    frame = folders.push(path, 'a', level, attributesOf(level));
    frame.target = target;
    frame.isOwn = target !== undefined;
  }
  if (frame === undefined) throw new Error('no folder');
  return frame;
}

describe('a tree that is deeper than any stack', () => {
  it('is left when the last file in it is finished, and the folder at the top gets its time', async () => {
    const { folders, failures, made } = openStack();
    const root = folders.enterRoot(target.current, 0, { modified: '1700000000000000000' });
    await folders.require();
    const deepest = pushChain(folders, undefined, () => ({}));
    folders.hold(deepest);
    folders.finishRoots();
    expect(root.open).toBe(1);
    folders.release(deepest);
    expect(root.open).toBe(0);
    expect(failures).toEqual([]);
    expect(made).toEqual([0]);
    expect(statSync(target.current).mtimeMs).toBe(1_700_000_000_000);
  });

  it('is left so where every folder is there, and some wait for what they have beside their times', async () => {
    const restored: string[] = [];
    const { folders, late } = openStack(restored);
    const root = folders.enterRoot(target.current, 0, {});
    await folders.require();
    const attributes = { extendedAttributes: [['user.a', '']] } as const;
    const deepest = pushChain(folders, target.current, (level) => (level === depth / 2 ? attributes : {}));
    folders.hold(deepest);
    folders.finishRoots();
    folders.release(deepest);
    expect(root.open).toBe(1);
    await late.settle();
    expect(restored).toHaveLength(1);
    expect(root.open).toBe(0);
  });

  it('that cannot be made is refused at once for everything below the folder that failed', async () => {
    const { folders, made } = openStack();
    folders.enterRoot(target.current, 0, {});
    const deepest = pushChain(folders, undefined, () => ({}));
    await expect(folders.require()).rejects.toThrow(TargetError);
    expect(deepest.refusal).toBe('ENAMETOOLONG');
    const tries = made.length;
    await expect(folders.require()).rejects.toThrow(TargetError);
    expect(made).toHaveLength(tries);
  });

  it('holds no more of what folders have beside their times than fits, and tells', async () => {
    const restored: string[] = [];
    const { folders, failures } = openStack(restored);
    folders.enterRoot(target.current, 0, {});
    const value = 'A'.repeat(1024 * 1024);
    const deepest = pushChain(folders, target.current, (level) => ({
      mode: 0o700,
      ...(level > 70 ? {} : { extendedAttributes: [['user.a', value]] }),
    }));
    expect(failures).toEqual(
      Array.from({ length: 7 }, () => 'open folders have too much beside their names'),
    );
    expect(deepest.attributes).toEqual({ mode: 0o700 });
    folders.finishRoots();
    const again = folders.enterRoot(target.current, 1, { extendedAttributes: [['user.a', value]] });
    expect(again.attributes).toEqual({ extendedAttributes: [['user.a', value]] });
  });
});

describe('a path', () => {
  it('leads to its folder and name while that is open', () => {
    const { folders } = openStack();
    const root = folders.enterRoot(target.current, 0, {});
    const outer = folders.push('outer', 'outer', 1, {});
    const inner = folders.push('outer/inner', 'inner', 2, {});
    expect(folders.leaveTo('outer/inner/file')).toEqual({ frame: inner, name: 'file' });
    expect(folders.leaveTo('outer/inner/nowhere/file')).toBeUndefined();
    expect(folders.leaveTo('outer/innermost')).toEqual({ frame: outer, name: 'innermost' });
    expect(folders.leaveTo('outer/inner/file')).toBeUndefined();
    expect(folders.leaveTo('outer')).toEqual({ frame: root, name: 'outer' });
  });

  it('of a folder whose attributes cannot be set is told', async () => {
    const { folders, paths } = openStack();
    folders.enterRoot(target.current, 0, {});
    folders.push('outer', 'outer', 1, {});
    const inner = folders.push('outer/inner', 'inner', 2, { modified: '0' });
    inner.target = join(target.current, 'nowhere');
    inner.isOwn = true;
    folders.finishRoots();
    expect(paths).toEqual(['outer/inner']);
  });
});

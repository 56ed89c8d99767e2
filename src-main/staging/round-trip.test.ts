import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { pageRangeMd5 } from './check/check-volume.ts';
import { openFolderSource } from './read/folder-source.ts';
import {
  backUp,
  mebibyte,
  passphrase,
  recordingControl,
  restoreAll,
  service,
  temporaryPlace,
} from './testing/test-service.ts';
import {
  isSameLine,
  makeOddTree,
  makeSocket,
  noise,
  treeDifferences,
  treeSnapshot,
} from './testing/tree-snapshot.ts';

let place: ReturnType<typeof temporaryPlace>;
beforeEach(() => {
  place = temporaryPlace();
});
afterEach(() => rmSync(place.root, { recursive: true, force: true }));

describe('an odd tree', () => {
  it('comes back with every byte, name, mode and time, and its files obey the format', async () => {
    makeOddTree(place.source);
    // Closed at the end: it takes the socket away, which is a change of the root folder.
    onTestFinished(await makeSocket(join(place.source, 'socket')));
    const control = recordingControl();
    const record = await backUp(place.staging, [place.source], { volumeBytes: 4 * mebibyte }, control);
    expect(control.phases).toEqual([
      'takingSnapshot',
      'preparingStorage',
      'estimatingSize',
      'transferringData',
      'verifyingBackup',
    ]);
    expect(control.warnings.map(({ code, reason }) => [code, reason])).toEqual([
      ['file.unsupportedKind', 'fifo'],
      ['file.unsupportedKind', 'socket'],
    ]);
    expect(record.skippedFiles).toBe(2);
    expect(record.volumes).toBeGreaterThan(2);
    expect(readdirSync(place.staging).filter((name) => /partial|lock/.test(name))).toEqual([]);
    for (const name of readdirSync(place.staging).filter((file) => file.endsWith('Blob'))) {
      const { size } = statSync(join(place.staging, name));
      expect(size % 4096).toBe(0);
      if (/\d\.BaseBlob$/.test(name)) expect(size).toBeLessThanOrEqual(4 * mebibyte);
    }

    const told = recordingControl();
    const restored = await restoreAll(place.staging, place.target, {}, told);
    expect(restored.failed).toEqual([]);
    // Special files have no content: they are named again, but nothing that could be restored was left out.
    expect([restored.skipped, restored.skippedCount]).toEqual([[], 0]);
    expect(told.warnings.map(({ code, reason }) => [code, reason])).toEqual([
      ['file.unsupportedKind', 'fifo'],
      ['file.unsupportedKind', 'socket'],
    ]);
    expect(treeDifferences(await treeSnapshot(place.source), await treeSnapshot(place.target))).toEqual([]);
    const { blocks } = lstatSync(join(place.target, 'sparse.img'));
    expect(blocks * 512).toBeLessThan(5_000_000);

    const compared = await service.compare(
      { pairs: [{ expected: place.source, found: place.target }], exclusions: [] },
      recordingControl(),
    );
    expect(compared.differences).toEqual([]);
    expect(compared.files).toBe(restored.restoredFiles);
  });

  it('describes what has to be copied, and the checksums are right', async () => {
    writeFileSync(join(place.source, 'noise'), noise(9 * mebibyte, 1));
    const record = await backUp(place.staging, [place.source]);
    const jobs = await service.inspect(place.staging);
    expect(jobs).toEqual([
      expect.objectContaining({
        setId: record.setId,
        importJobName: 'seed-fs01',
        volumes: 1,
        machineName: 'test-machine',
      }),
    ]);
    const description = await service.describe(place.staging, record.setId);
    expect(description.header.job).toEqual({ container: 'seed', importJobName: 'seed-fs01' });
    const files = [description.descriptor, description.mirror, ...description.volumes];
    expect(files.map((file) => file && ('file' in file ? file.file : file.name))).toEqual([
      'seed-fs01.AIBBlob',
      'seed-fs01-descriptor.BaseBlob',
      'seed-fs01-000001.BaseBlob',
    ]);
    const source = openFolderSource(place.staging);
    for (const file of files) {
      const name = file === undefined ? '' : 'file' in file ? file.file : file.name;
      expect(statSync(join(place.staging, name)).size).toBe(file?.length);
      expect(await pageRangeMd5(source, name, file?.length ?? 0, () => {})).toBe(file?.pageRangeMd5);
    }
    await source.close();
    expect(readFileSync(join(place.staging, 'seed-fs01.AIBBlob'))).toEqual(
      readFileSync(join(place.staging, 'seed-fs01-descriptor.BaseBlob')),
    );
    expect(readFileSync(join(place.staging, 'seed-fs01.AIBBlob')).includes(passphrase)).toBe(false);
  });

  it('restores a large sparse file as a sparse file', async () => {
    const { openSync, writeSync, closeSync } = await import('node:fs');
    const file = openSync(join(place.source, 'big.img'), 'w');
    writeSync(file, noise(200_000, 5), 0, 200_000, 1024 ** 3 - 200_000);
    closeSync(file);
    const record = await backUp(place.staging, [place.source]);
    expect(record.sourceBytes).toBe(1024 ** 3);
    expect(record.stagedBytes).toBeLessThan(mebibyte);
    await restoreAll(place.staging, place.target);
    const restored = statSync(join(place.target, 'big.img'));
    expect(restored.size).toBe(1024 ** 3);
    expect(restored.blocks * 512).toBeLessThan(mebibyte);
    const tail = readFileTail(join(place.target, 'big.img'), 200_000);
    expect(tail.equals(noise(200_000, 5))).toBe(true);
  });
});

function readFileTail(path: string, length: number): Buffer {
  const { openSync, readSync, closeSync } = process.getBuiltinModule('node:fs');
  const file = openSync(path, 'r');
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, statSync(path).size - length);
  closeSync(file);
  return bytes;
}

describe('several roots and parts of them', () => {
  it('gives every root a folder of its own, and a selected file one too', async () => {
    const first = join(place.root, 'one', 'data');
    const second = join(place.root, 'two', 'data');
    mkdirSync(first, { recursive: true });
    mkdirSync(second, { recursive: true });
    writeFileSync(join(first, 'x.txt'), 'first');
    writeFileSync(join(second, 'x.txt'), 'second');
    const single = join(place.root, 'single.txt');
    writeFileSync(single, 'alone');
    const items = [
      { path: first, kind: 'folder' },
      { path: second, kind: 'folder' },
      { path: single, kind: 'file' },
      { path: join(first, 'x.txt'), kind: 'file' },
    ] as const;
    await backUp(place.staging, [], { items: [...items] });
    const restored = await restoreAll(place.staging, place.target);
    expect(readFileSync(join(place.target, 'data', 'x.txt'), 'utf8')).toBe('first');
    expect(readFileSync(join(place.target, 'data (2)', 'x.txt'), 'utf8')).toBe('second');
    expect(restored.roots.map(({ kind, source }) => [kind, source])).toEqual([
      ['folder', first],
      ['folder', second],
      ['file', single],
    ]);
    const pairs = restored.roots.map(({ source, target }) => ({ expected: source, found: target }));
    const compared = await service.compare({ pairs, exclusions: [] }, recordingControl());
    expect(compared.differences).toEqual([]);
    expect(compared.files).toBe(3);
  });

  it('restores a selection with the folders above it, and hard links without their first name', async () => {
    makeOddTree(place.source);
    await backUp(place.staging, [place.source]);
    const dataKey = await service.unlock(
      { kind: 'folder', path: place.staging },
      'seed-fs01.AIBBlob',
      passphrase,
    );
    const point = await service.openPoint(
      { kind: 'folder', path: place.staging },
      'seed-fs01.AIBBlob',
      dataKey,
    );
    const entries = [];
    for await (const entry of point.entries()) entries.push(entry);
    await point.close();
    const odd = entries.find(({ name }) => name.startsWith('f') && !name.isWellFormed());
    const selection = ['0/a', '0/zz hard link too', odd?.path ?? ''];
    const restored = await restoreAll(place.staging, place.target, { selection });
    expect(restored.failed).toEqual([]);
    const expected = await treeSnapshot(place.source);
    const found = await treeSnapshot(place.target);
    expect(Object.keys(found).sort()).toEqual(
      Object.keys(expected)
        .filter(
          (path) => path === 'a' || path.startsWith('a/') || path === 'zz hard link too' || path === 'f\xfcr',
        )
        .sort(),
    );
    for (const path of ['a/below a', 'a']) expect(isSameLine(expected[path], found[path])).toBe(true);
    expect(readFileSync(join(place.target, 'zz hard link too')).equals(noise(9_000_001, 7))).toBe(true);
    expect(statSync(join(place.target, 'zz hard link too')).ino).toBe(
      statSync(join(place.target, 'a', 'hard link to noise')).ino,
    );
  });

  it('keeps, replaces or renames what is there already', async () => {
    writeFileSync(join(place.source, 'a.txt'), 'backed up');
    await backUp(place.staging, [place.source]);
    mkdirSync(place.target);
    writeFileSync(join(place.target, 'a.txt'), 'mine');
    const skipped = await restoreAll(place.staging, place.target);
    expect([skipped.skippedCount, skipped.restoredFiles]).toEqual([1, 0]);
    expect(readFileSync(join(place.target, 'a.txt'), 'utf8')).toBe('mine');
    await restoreAll(place.staging, place.target, { conflict: 'keepBoth' });
    expect(readFileSync(join(place.target, 'a.txt'), 'utf8')).toBe('mine');
    expect(readFileSync(join(place.target, 'a (restored).txt'), 'utf8')).toBe('backed up');
    await restoreAll(place.staging, place.target, { conflict: 'overwrite' });
    expect(readFileSync(join(place.target, 'a.txt'), 'utf8')).toBe('backed up');
  });

  it('puts files back to where they were, and only reads when asked to', async () => {
    writeFileSync(join(place.source, 'a.txt'), 'backed up');
    await backUp(place.staging, [place.source]);
    const before = await treeSnapshot(place.source);
    rmSync(place.source, { recursive: true });
    const verified = await restoreAll(place.staging, '', { target: { kind: 'verifyOnly' } });
    expect(verified.restoredFiles).toBe(1);
    expect(readdirSync(place.root).sort()).toEqual(['staging']);
    await restoreAll(place.staging, '', { target: { kind: 'original' } });
    expect(treeDifferences(before, await treeSnapshot(place.source))).toEqual([]);
  });
});

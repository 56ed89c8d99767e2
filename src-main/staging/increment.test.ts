import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  backUp,
  mebibyte,
  passphrase,
  recordingControl,
  restoreAll,
  service,
  temporaryPlace,
} from './testing/test-service.ts';
import { makeOddTree, noise, treeDifferences, treeSnapshot } from './testing/tree-snapshot.ts';

let place: ReturnType<typeof temporaryPlace>;
let vault: string;
beforeEach(() => {
  place = temporaryPlace();
  vault = join(place.root, 'vault');
  mkdirSync(vault);
});
afterEach(() => rmSync(place.root, { recursive: true, force: true }));

function copyAll(from: string, to: string): void {
  for (const name of readdirSync(from)) copyFileSync(join(from, name), join(to, name));
}

async function increment(descriptorFile: string, nextVolumeNumber: number, sources = [place.source]) {
  const location = { kind: 'folder', path: vault } as const;
  const output = join(place.root, 'output');
  mkdirSync(output, { recursive: true });
  const dataKey = await service.unlock(location, descriptorFile, passphrase);
  const result = await service.backUpIncrement(
    {
      previous: { location, descriptorFile },
      dataKey,
      items: sources.map((path) => ({ path, kind: 'folder' })),
      exclusions: [],
      outputFolder: output,
      nextVolumeNumber,
      volumeBytes: 16 * mebibyte,
    },
    recordingControl(),
  );
  const written = readdirSync(output);
  copyAll(output, vault);
  rmSync(output, { recursive: true });
  return { result, written };
}

/** Pushes change times of the source behind the two seconds before a backup, in which nothing is trusted. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2200));

describe('an increment', () => {
  it('moves only what changed, and both points restore', async () => {
    makeOddTree(place.source);
    writeFileSync(join(place.source, 'grows.bin'), noise(6 * mebibyte, 11));
    await settle();
    const first = await backUp(place.staging, [place.source]);
    copyAll(place.staging, vault);
    const before = await treeSnapshot(place.source);

    rmSync(join(place.source, 'one byte'));
    renameSync(join(place.source, 'zeros.bin'), join(place.source, 'renamed zeros.bin'));
    writeFileSync(join(place.source, 'text.txt'), 'changed');
    writeFileSync(join(place.source, 'a', 'new.txt'), 'new');
    const grown = noise(6 * mebibyte, 11);
    writeFileSync(join(place.source, 'grows.bin'), Buffer.concat([Buffer.from('inserted'), grown]));
    chmodSync(join(place.source, 'same text.txt'), 0o600);
    const after = await treeSnapshot(place.source);

    const { result, written } = await increment(first.descriptorFile, first.volumes + 1);
    expect(written.sort()).toEqual(
      [...result.volumeFiles, result.descriptorFile, 'seed-fs01-report.ndjson'].sort(),
    );
    expect(result.addedBytes).toBeLessThan(3 * mebibyte);
    // Changed, new, renamed and touched files are read; the hard-linked, sparse and other ones are not.
    expect(result.changedFiles).toBe(5);
    expect(result.unchangedFiles).toBeGreaterThan(12);
    expect(result.header.setId).toBe(first.setId);
    expect(result.header.job.importJobName).toBe('seed-fs01');

    const location = { kind: 'folder', path: vault } as const;
    const newer = await restoreAll(vault, join(place.root, 'newer'), {
      location,
      descriptorFile: result.descriptorFile,
    });
    expect(newer.failed).toEqual([]);
    expect(treeDifferences(after, await treeSnapshot(join(place.root, 'newer')))).toEqual([]);
    const older = await restoreAll(vault, join(place.root, 'older'), { location });
    expect(older.failed).toEqual([]);
    expect(treeDifferences(before, await treeSnapshot(join(place.root, 'older')))).toEqual([]);
  });

  it('writes nothing but a descriptor when nothing changed, and builds on increments too', async () => {
    writeFileSync(join(place.source, 'a.bin'), noise(mebibyte, 1));
    await settle();
    const first = await backUp(place.staging, [place.source]);
    copyAll(place.staging, vault);
    const second = (await increment(first.descriptorFile, 2)).result;
    expect([second.volumeFiles, second.changedFiles, second.unchangedFiles]).toEqual([[], 0, 1]);
    writeFileSync(join(place.source, 'b.bin'), noise(mebibyte, 2));
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const third = (await increment(second.descriptorFile, 2)).result;
    expect(third.volumeFiles).toEqual(['seed-fs01-000002.BaseBlob']);
    const { size } = statSync(join(vault, 'seed-fs01-000002.BaseBlob'));
    expect(third.addedBytes - size).toBeLessThan(64 * 1024);
    const location = { kind: 'folder', path: vault } as const;
    await restoreAll(vault, place.target, { location, descriptorFile: third.descriptorFile });
    expect(treeDifferences(await treeSnapshot(place.source), await treeSnapshot(place.target))).toEqual([]);
  });

  it('notices a change that keeps size and time, and roots in another order', async () => {
    const other = join(place.root, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'o.txt'), 'other');
    writeFileSync(join(place.source, 'same.txt'), 'AAAA');
    utimesSync(join(place.source, 'same.txt'), 1000, 1000);
    await settle();
    const first = await backUp(place.staging, [place.source, other]);
    copyAll(place.staging, vault);
    writeFileSync(join(place.source, 'same.txt'), 'BBBB');
    utimesSync(join(place.source, 'same.txt'), 1000, 1000);
    const { result } = await increment(first.descriptorFile, 2, [other, place.source]);
    expect([result.changedFiles, result.unchangedFiles]).toEqual([1, 1]);
    const location = { kind: 'folder', path: vault } as const;
    await restoreAll(vault, place.target, { location, descriptorFile: result.descriptorFile });
    expect(
      treeDifferences(await treeSnapshot(place.source), await treeSnapshot(join(place.target, 'source'))),
    ).toEqual([]);
    expect(
      treeDifferences(await treeSnapshot(other), await treeSnapshot(join(place.target, 'other'))),
    ).toEqual([]);
  });

  it('refuses to build on volumes that are not there', async () => {
    writeFileSync(join(place.source, 'a.bin'), noise(mebibyte, 1));
    const first = await backUp(place.staging, [place.source]);
    copyAll(place.staging, vault);
    rmSync(join(vault, 'seed-fs01-000001.BaseBlob'));
    await expect(increment(first.descriptorFile, 2)).rejects.toMatchObject({ code: 'staging.volumeMissing' });
  });
});

import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TaskWarning } from '../../src-shared/domain/tasks.ts';
import type { WorkerControl } from '../platform/node/worker-task.ts';
import { quietWorkerControl as quiet } from '../testing/quiet-worker-control.ts';
import { unknownKindCode } from './format/catalog-decode.ts';
import type { CatalogEntry } from './format/catalog-entry.ts';
import { wrapDataKey } from './format/keys.ts';
import { ChunkIndex, createChunkIndexMemory } from './pack/chunk-index.ts';
import { createChunkPacker } from './pack/chunk-packer.ts';
import { createPackMemory } from './pack/pack-memory.ts';
import { createVolumePacker } from './pack/volume-packer.ts';
import { VolumeStream } from './pack/volume-stream.ts';
import { restore } from './restore/restore.ts';
import type { VolumeRow } from './staging-types.ts';
import { backUp, mebibyte, passphrase, restoreAll, temporaryPlace } from './testing/test-service.ts';
import { createCatalogSpool } from './write/catalog-spool.ts';
import { createCatalogWriter } from './write/catalog-writer.ts';
import { writeDescriptor } from './write/descriptor-writer.ts';
import { writeLimits } from './write/write-limits.ts';

const place = { current: temporaryPlace() };
const setId = 'a'.repeat(32);
const dataKey = randomBytes(32);

beforeEach(() => {
  place.current = temporaryPlace();
});
afterEach(() => rmSync(place.current.root, { recursive: true, force: true }));

/** A whole, authentic recovery point with any catalog: what somebody with the key could write to do harm. */
async function forge(entries: readonly CatalogEntry[], content = 'harm'): Promise<void> {
  const folder = place.current.staging;
  const set = { setId, dataKey, creator: 'forger', baseName: 'seed-fs01' };
  const limits = writeLimits(mebibyte);
  const now = (): string => new Date().toISOString();
  const rows: VolumeRow[] = [];
  const memory = createPackMemory(limits);
  const hooks = {
    gate() {},
    onFull() {},
    onWaited() {},
    onWriting() {},
    onWritten() {},
    waitsForSpace: false,
  };
  const volumes = createVolumePacker({
    set,
    volumeBytes: mebibyte,
    stream: new VolumeStream(memory, () => folder, hooks),
    nextNumber: () => 1,
    now,
    onFinished: (row) => rows.push(row),
  });
  const index = new ChunkIndex(createChunkIndexMemory());
  const chunks = createChunkPacker(volumes, index, memory.gather, limits);
  const number = await chunks.add(Buffer.from(content));
  await chunks.flush();
  const { volume = 0, position = 0, offset = 0 } = index.place(number) ?? {};
  const stored = [volume, position, offset, content.length];
  const catalog = createCatalogWriter(createCatalogSpool(folder, set, now()));
  for (const entry of entries) {
    catalog.add(
      entry.kind === 'file' && entry.chunks.length === 0
        ? { ...entry, size: content.length, chunks: stored }
        : entry,
    );
  }
  const spool = catalog.finish();
  await volumes.finish();
  const facts = {
    recoveryPointId: 'b'.repeat(32),
    createdAt: now(),
    finishedAt: now(),
    scanStartedAt: now(),
    machineName: 'forger',
    job: {},
    keySlots: [await wrapDataKey(dataKey, setId, passphrase)],
    totals: { files: 1, folders: 0, sourceBytes: 4, stagedBytes: 4, skipped: 0 },
  };
  for (const { file } of writeDescriptor(folder, ['seed-fs01.AIBBlob'], set, facts, rows, spool))
    file.commit();
  spool.discard();
}

const restoreForged = (control: WorkerControl = quiet) =>
  restore(
    {
      location: { kind: 'folder', path: place.current.staging },
      descriptorFile: 'seed-fs01.AIBBlob',
      dataKey,
      selection: [],
      target: { kind: 'folder', path: place.current.target },
      conflict: 'overwrite',
    },
    control,
  );

const root = { kind: 'root', path: '/data', rootKind: 'folder' } as const;
const file = (path: string) => ({ kind: 'file', path, size: 0, sparse: false, chunks: [] }) as const;
const folder = (path: string) => ({ kind: 'folder', path }) as const;

describe('a forged catalog', () => {
  it.each([
    ['a path that climbs', [file('../escaped')]],
    ['a folder that climbs', [folder('..'), file('../escaped')]],
    ['a climb further down', [folder('a'), file('a/../../escaped')]],
    ['an absolute path', [file('/escaped')]],
    ['an empty part', [folder('a'), file('a//escaped')]],
    ['a dot', [file('.')]],
    ['a NUL', [file('esc\0aped')]],
    ['a file in no folder', [file('nowhere/escaped')]],
  ])('with %s writes nothing outside the target', async (_what, entries) => {
    await forge([root, ...entries, file('z good')]);
    const result = await restoreForged();
    expect(result.failedCount).toBeGreaterThan(0);
    expect(result.restoredFiles).toBe(1);
    expect(readFileSync(join(place.current.target, 'z good'), 'utf8')).toBe('harm');
    expect(readdirSync(place.current.root).sort()).toEqual(['source', 'staging', 'target']);
    expect(existsSync('/escaped')).toBe(false);
  });

  it('cannot write through a link that it made itself', async () => {
    const outside = join(place.current.root, 'outside');
    mkdirSync(outside);
    await forge([
      root,
      { kind: 'link', path: 'door', target: outside },
      folder('door'),
      file('door/escaped'),
    ]);
    const result = await restoreForged();
    expect(result.failedCount).toBeGreaterThan(0);
    expect(readdirSync(outside)).toEqual([]);
  });

  it('cannot write through a link that lies in the target', async () => {
    const outside = join(place.current.root, 'outside');
    mkdirSync(outside);
    mkdirSync(place.current.target);
    symlinkSync(outside, join(place.current.target, 'door'));
    await forge([root, folder('door'), file('door/escaped')]);
    expect((await restoreForged()).failedCount).toBe(2);
    expect(readdirSync(outside)).toEqual([]);
  });

  it('cannot hard-link what it did not restore', async () => {
    writeFileSync(join(place.current.root, 'private'), 'private');
    await forge([root, { kind: 'hardLink', path: 'x', linkTo: '../private' }, file('y')]);
    const result = await restoreForged();
    expect(result.failed).toMatchObject([{ code: 'restore.damaged', path: '0/x' }]);
    expect(readdirSync(place.current.target)).toEqual(['y']);
    expect(statSync(join(place.current.root, 'private')).nlink).toBe(1);
  });

  it.each([
    ['an unknown volume', [7, 4096, 0, 4]],
    ['a place behind the end', [1, 2 ** 40, 0, 4]],
    ['a place that is no block', [1, 4097, 0, 4]],
    ['a chunk beyond its block', [1, 4096, 0, 8_000_000]],
  ])('that refers to %s damages that file only', async (_what, chunks) => {
    await forge([root, { ...file('bad'), size: chunks[3] ?? 0, chunks }, file('good')]);
    const result = await restoreForged();
    expect(result.failed).toMatchObject([{ code: 'restore.damaged', path: '0/bad' }]);
    expect(readdirSync(place.current.target)).toEqual(['good']);
  });

  it('with entries that the backup skipped tells that of each, and does not say that it could not read them', async () => {
    const skipped = (path: string, code: string, reason: string) =>
      ({ kind: 'skipped', path, code, reason }) as const;
    await forge([
      root,
      skipped('a', 'file.unreadable', 'EACCES'),
      skipped('b', 'file.encrypted', 'EFS'),
      skipped('c', 'file.vanished', 'x'.repeat(100_000)),
      skipped('d', unknownKindCode, 'kind dream'),
      file('e'),
      { ...root, path: '/locked' },
      skipped('', 'folder.unreadable', 'EACCES'),
    ]);
    const warnings: TaskWarning[] = [];
    const result = await restoreForged({ ...quiet, warn: (warning) => warnings.push(warning) });
    expect(result).toMatchObject({ restoredFiles: 1, failedCount: 0, skippedCount: 0 });
    expect(warnings).toEqual([
      { code: 'restore.notInBackup', path: '0/a', reason: 'file.unreadable EACCES' },
      { code: 'restore.notInBackup', path: '0/b', reason: 'file.encrypted EFS' },
      { code: 'restore.notInBackup', path: '0/c', reason: `file.vanished ${'x'.repeat(498)}` },
      { code: 'restore.unknownKind', path: '0/d', reason: 'kind dream' },
      { code: 'restore.notInBackup', path: '1', reason: 'folder.unreadable EACCES' },
    ]);
  });

  it('with two names that differ by case keeps both or overwrites neither unnoticed', async () => {
    await forge([root, file('NAME'), file('name')]);
    const result = await restoreForged();
    expect(result.restoredFiles).toBe(2);
    expect(readdirSync(place.current.target)).toHaveLength(2);
  });
});

describe('a restore into a used target', () => {
  it('does not replace a folder by a file, nor a file by a folder', async () => {
    const { source, staging, target } = place.current;
    writeFileSync(join(source, 'a'), 'file');
    mkdirSync(join(source, 'b'));
    writeFileSync(join(source, 'b', 'inside'), 'inside');
    await backUp(staging, [source]);
    mkdirSync(join(target, 'a'), { recursive: true });
    writeFileSync(join(target, 'b'), 'in the way');
    const result = await restoreAll(staging, target, { conflict: 'overwrite' });
    expect(result.failedCount).toBe(3);
    expect(readFileSync(join(target, 'b'), 'utf8')).toBe('in the way');
    expect(statSync(join(target, 'a')).isDirectory()).toBe(true);
  });
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import type { SourceSnapshots } from '../platform/ports/source-snapshot.ts';
import { whileFrozen } from './frozen-source.ts';
import { createFolderSnapshots } from './testing/folder-snapshots.ts';
import {
  draftFor,
  mebibyte,
  passphrase,
  recordingControl,
  restoreAll,
  serviceWith,
  temporaryPlace,
} from './testing/test-service.ts';
import { noise, treeDifferences, treeSnapshot } from './testing/tree-snapshot.ts';

let place: ReturnType<typeof temporaryPlace>;
let data: string;
beforeEach(() => {
  place = temporaryPlace();
  data = join(place.source, 'data');
  mkdirSync(join(data, 'below'), { recursive: true });
  writeFileSync(join(data, 'ledger'), 'balanced');
  writeFileSync(join(data, 'below', 'large'), noise(2 * mebibyte, 1));
  writeFileSync(join(data, 'scratch.tmp'), 'left out');
  execFileSync('mkfifo', [join(data, 'pipe')]);
});
afterEach(() => rmSync(place.root, { recursive: true, force: true }));

const leaveOutScratch = {
  exclusions: [{ path: '', includeSubfolders: true, fileTypes: ['tmp'] }],
};
/** What programs do to their files as soon as a snapshot stands. */
function changeEverything(): void {
  writeFileSync(join(data, 'ledger'), 'half a transaction');
  rmSync(join(data, 'below', 'large'));
  writeFileSync(join(data, 'too late'), 'new');
}

function folderSnapshots(change: Partial<Parameters<typeof createFolderSnapshots>[0]> = {}) {
  const volumes = [place.source];
  return createFolderSnapshots({ volumes, folder: place.root, onMade: changeEverything, ...change });
}

async function backUpWith(snapshots: SourceSnapshots, sources = [data], control = recordingControl()) {
  const exclusions = leaveOutScratch.exclusions.map((rule) => ({ ...rule, path: data }));
  const draft = draftFor(place.staging, sources, { exclusions });
  const service = serviceWith({ snapshots });
  const record = await service.backUp({ draft, passphrase, jobDetails: {} }, control);
  return { record, control };
}

const reportLines = (): readonly unknown[] =>
  readFileSync(join(place.staging, 'seed-fs01-report.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a backup of a frozen source', () => {
  it('holds what the snapshot shows, under the paths of the live tree, and releases it', async () => {
    rmSync(join(data, 'scratch.tmp'));
    const before = await treeSnapshot(data);
    writeFileSync(join(data, 'scratch.tmp'), 'left out');
    const snapshots = folderSnapshots();
    const { record, control } = await backUpWith(snapshots);
    expect(readdirSync(data)).toContain('too late');
    expect(control.phases[0]).toBe('takingSnapshot');
    expect(control.warnings).toEqual([
      { code: 'file.unsupportedKind', path: join(data, 'pipe'), reason: 'fifo' },
    ]);
    expect(reportLines()).toEqual(control.warnings);
    expect(snapshots.made).toHaveLength(1);
    expect([...snapshots.held.keys()]).toEqual([]);
    const restored = await restoreAll(place.staging, place.target);
    expect(restored.roots.map(({ source }) => source)).toEqual([data]);
    expect(record.files).toBe(2);
    expect(treeDifferences(before, await treeSnapshot(place.target))).toEqual([]);
  }, 120_000);

  it('and an increment of one are of two moments', async () => {
    const snapshots = folderSnapshots({ onMade: () => undefined });
    const { control: first } = await backUpWith(snapshots);
    expect(first.warnings.map(({ code }) => code)).toEqual(['file.unsupportedKind']);
    writeFileSync(join(data, 'ledger'), 'balanced again');
    const later = folderSnapshots({ folder: place.staging, onMade: changeEverything });
    const service = serviceWith({ snapshots: later });
    const location = { kind: 'folder', path: place.staging } as const;
    const descriptorFile = 'seed-fs01.AIBBlob';
    const control = recordingControl();
    mkdirSync(join(place.root, 'output'));
    const result = await service.backUpIncrement(
      {
        previous: { location, descriptorFile },
        dataKey: await service.unlock(location, descriptorFile, passphrase),
        items: [{ path: data, kind: 'folder' }],
        exclusions: [],
        outputFolder: join(place.root, 'output'),
        nextVolumeNumber: 100,
        volumeBytes: 16 * mebibyte,
      },
      control,
    );
    expect(control.phases[0]).toBe('takingSnapshot');
    expect([...later.held.keys()]).toEqual([]);
    for (const name of readdirSync(join(place.root, 'output')))
      execFileSync('cp', [join(place.root, 'output', name), place.staging]);
    await restoreAll(place.staging, place.target, { descriptorFile: result.descriptorFile });
    expect(readFileSync(join(place.target, 'ledger'), 'utf8')).toBe('balanced again');
    expect(readdirSync(join(place.target, 'below'))).toEqual(['large']);
  }, 120_000);

  it('that fails or is stopped in the middle releases it too', async () => {
    const control = recordingControl();
    const setPhase = control.setPhase.bind(control);
    control.setPhase = (phase) => {
      setPhase(phase);
      if (phase === 'transferringData') control.abort.abort();
    };
    const stopped = folderSnapshots();
    await expect(backUpWith(stopped, [data], control)).rejects.toMatchObject({ code: 'task.stopped' });
    expect([stopped.made.length, stopped.held.size]).toEqual([1, 0]);
    const failing = folderSnapshots({ onMade: () => undefined });
    const items = [{ path: data, kind: 'folder' as const }];
    const parts = { snapshots: failing, log: createSilentLog(), items, control: recordingControl() };
    const fails = whileFrozen(parts, async ({ readPaths }) => {
      throw new Error(`${Object.keys(readPaths)} while ${failing.held.size} is held`);
    });
    await expect(fails).rejects.toThrow(`${data} while 1 is held`);
    expect([failing.made.length, failing.held.size]).toEqual([1, 0]);
  }, 120_000);
});

describe('a source that cannot be frozen is read as it is, which is said once', () => {
  it.each([
    ['notElevated', [{ code: 'snapshot.notElevated', path: '/data, /share', reason: '' }]],
    ['serviceMissing', [{ code: 'snapshot.serviceMissing', path: '/data, /share', reason: '' }]],
    ['notWindows', []],
  ] as const)(
    '%s',
    async (reason, warnings) => {
      const snapshots = folderSnapshots({ availability: { isAvailable: false, reason } });
      const items = ['/data', '/share', '/data'].map((path) => ({ path, kind: 'folder' as const }));
      const parts = { snapshots, log: createSilentLog(), items, control: recordingControl() };
      expect(await whileFrozen(parts, async (frozen) => frozen)).toEqual({ readPaths: {}, warnings });
      expect(snapshots.made).toEqual([]);
    },
    120_000,
  );

  it('where one volume refuses, a share has none, or the snapshot cannot be read', async () => {
    const share = join(place.root, 'share');
    const other = join(place.root, 'other');
    for (const folder of [share, other]) mkdirSync(folder);
    writeFileSync(join(share, 'a'), 'a');
    writeFileSync(join(other, 'b'), 'b');
    const volumes = [place.source, other];
    const refusing = folderSnapshots({ volumes, refused: [other], onMade: () => undefined });
    const { record, control } = await backUpWith(refusing, [data, share, other]);
    expect(control.warnings.slice(0, 2)).toEqual([
      { code: 'snapshot.failed', path: other, reason: 'windows.snapshotFailed 10' },
      { code: 'snapshot.share', path: share, reason: '' },
    ]);
    expect(reportLines().slice(0, 2)).toEqual(control.warnings.slice(0, 2));
    expect([record.files, refusing.made.length, refusing.held.size]).toEqual([4, 1, 0]);
    rmSync(place.staging, { recursive: true });
    mkdirSync(place.staging);
    const unreadable = folderSnapshots({
      onMade: ({ devicePath }) => rmSync(devicePath, { recursive: true }),
    });
    const { record: live, control: told } = await backUpWith(unreadable);
    expect(told.warnings[0]).toEqual({ code: 'snapshot.failed', path: data, reason: 'unreadable' });
    expect(live.files).toBe(2);
  }, 120_000);

  it('but a stop while it is frozen stops', async () => {
    const control = recordingControl();
    const error = new AppError({ kind: 'user', code: 'task.stopped' });
    const snapshots = folderSnapshots({
      onMade() {
        control.abort.abort(error);
        throw new Error('the program that makes it was ended');
      },
    });
    await expect(backUpWith(snapshots, [data], control)).rejects.toBe(error);
    expect(readdirSync(place.staging)).toEqual([]);
  }, 120_000);
});

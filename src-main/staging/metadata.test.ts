import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TaskWarning } from '../../src-shared/domain/tasks.ts';
import type { FileMetadata } from '../platform/ports/file-metadata.ts';
import { quietWorkerControl as quiet } from '../testing/quiet-worker-control.ts';
import type { CatalogEntry } from './format/catalog-entry.ts';
import { readCatalog } from './read/catalog-reader.ts';
import { openDescriptor } from './read/descriptor-reader.ts';
import { openVolumeSource } from './read/open-volume-source.ts';
import { restore } from './restore/restore.ts';
import type { RestoreRequest } from './staging-types.ts';
import { standInMetadata } from './testing/stand-in-metadata.ts';
import { mebibyte, passphrase, recordingControl, service, temporaryPlace } from './testing/test-service.ts';
import { noise } from './testing/tree-snapshot.ts';
import { type BackUpOutput, backUp as backUpHere } from './write/back-up.ts';
import { backUpIncrement } from './write/back-up-increment.ts';

const file = 'seed-fs01.AIBBlob';
let place: ReturnType<typeof temporaryPlace>;
let warnings: TaskWarning[];
let dataKey: Uint8Array;
beforeEach(() => {
  warnings = [];
});
const makePlace = (): void => {
  place = temporaryPlace();
};
const removePlace = (): void => rmSync(place.root, { recursive: true, force: true });

const control = { ...quiet, warn: (warning: TaskWarning) => void warnings.push(warning) };
const told = () => warnings.map(({ code, path, reason }) => [code, path.replace(place.source, ''), reason]);
const location = () => ({ kind: 'folder', path: place.staging }) as const;

async function backUp(store: ReturnType<typeof standInMetadata>, readPaths: Record<string, string> = {}) {
  const output = await backUpHere(
    {
      items: [{ path: place.source, kind: 'folder' }],
      exclusions: [],
      folder: place.staging,
      baseName: 'seed-fs01',
      passphrase,
      setId: undefined,
      volumeBytes: 16 * mebibyte,
      machineName: 'fs01',
      creator: 'test',
      job: {},
      clockOffset: 0,
      threads: 1,
      readPaths,
    },
    control,
    store,
  );
  dataKey = await service.unlock(location(), file, passphrase);
  return output;
}

async function catalog(descriptorFile = file): Promise<ReadonlyMap<string, CatalogEntry>> {
  const source = await openVolumeSource(location());
  const found = new Map<string, CatalogEntry>();
  const descriptor = await openDescriptor(source, descriptorFile, {});
  for await (const batch of readCatalog(descriptor, dataKey))
    for (const entry of batch) found.set(entry.path, entry);
  await source.close();
  return found;
}

const request = (target: RestoreRequest['target']): RestoreRequest => ({
  location: location(),
  descriptorFile: file,
  dataKey,
  selection: [],
  target,
  conflict: 'skip',
});

/** What a Windows server may have, by name. `with stream:Zone` is a file here, as Windows opens streams. */
const windows: Record<string, Partial<FileMetadata>> = {
  'with stream': { attributes: 0x20, streams: [{ name: 'Zone', sizeBytes: 300_000 }] },
  'stream gone': { attributes: 0x20, streams: [{ name: 'Gone', sizeBytes: 3 }] },
  secret: { attributes: 0x4020, isEncrypted: true },
  online: { attributes: 0x401020, isOnlineOnly: true, reparse: 'other', reparseTag: 0x9000001a },
  driver: { attributes: 0x420, reparse: 'other', reparseTag: 0x80000023 },
  deduplicated: { attributes: 0x420, reparse: 'other', reparseTag: 0x80000013 },
  junction: { attributes: 0x410, reparse: 'junction' },
};
const sddl = (name: string): string => `O:BAG:SYD:(${name})`;
const windowsStore = () =>
  standInMetadata('windows', 4, (name) =>
    name === 'refused'
      ? '0x80070005'
      : { attributes: 0x10, securityDescriptor: sddl(name), ...windows[name] },
  );

function makeSource(): void {
  mkdirSync(join(place.source, 'folder'));
  for (const name of ['deduplicated', 'refused', 'folder/inner', 'stream gone', 'zz last'])
    writeFileSync(join(place.source, name), name);
  for (const name of ['secret', 'online', 'driver'])
    writeFileSync(join(place.source, name), noise(mebibyte, name.length));
  writeFileSync(join(place.source, 'with stream'), 'main');
  writeFileSync(join(place.source, 'with stream:Zone'), noise(300_000, 9));
  symlinkSync('folder', join(place.source, 'junction'));
}

describe('metadata of a Windows computer', () => {
  const store = windowsStore();
  let output: BackUpOutput;
  let said: ReturnType<typeof told>;
  beforeAll(async () => {
    makePlace();
    makeSource();
    warnings = [];
    output = await backUp(store);
    said = told();
  });
  afterAll(removePlace);

  it('is in the catalog, and what MARS skips is skipped and said', async () => {
    const { totals } = output;
    expect(said).toEqual([
      ['file.reparsePoint', '/driver', '0x80000023'],
      ['file.onlineOnly', '/online', '0x8007018b'],
      ['file.metadataUnread', '/refused', '0x80070005'],
      ['file.encrypted', '/secret', 'EFS'],
      ['file.metadataUnread', '/stream gone', 'stream Gone: ENOENT'],
    ]);
    expect(totals).toMatchObject({ files: 7, folders: 1, skipped: 3 });
    // Nothing of the three megabytes that were skipped was read; the stream counts in no total.
    expect(totals.sourceBytes).toBeLessThan(310_000);
    expect(totals.stagedBytes).toBeLessThan(mebibyte / 2);
    const entries = await catalog();
    expect(entries.get(place.source)).toMatchObject({ metadata: 'windows', security: sddl('source') });
    expect(entries.get('folder')).toMatchObject({ attributes: 0x10, security: sddl('folder') });
    expect(entries.get('junction')).toMatchObject({ kind: 'link', isJunction: true, attributes: 0x410 });
    expect(entries.get('deduplicated')).toMatchObject({ kind: 'file', size: 12 });
    expect(entries.get('online')).toMatchObject({ kind: 'skipped', code: 'file.onlineOnly' });
    expect(entries.get('with stream')).toMatchObject({ streams: [{ name: 'Zone', size: 300_000 }] });
    expect(entries.get('stream gone')).not.toHaveProperty('streams');
    expect(entries.get('refused')).not.toHaveProperty('changed');
    expect(entries.get('refused')).toMatchObject({ kind: 'file', size: 7 });
    expect(Math.max(...store.asked.map((paths) => paths.length))).toBe(4);
  });

  it('is given back there, and named once elsewhere', async () => {
    const restoring = windowsStore();
    const access = { facts: { kind: 'windows', systemRoot: 'C:\\Windows' } as const, open: () => restoring };
    const folder = { kind: 'folder', path: place.target } as const;
    const result = await restore(request(folder), control, { threads: 0, writesStreams: true }, access);
    expect(result.failed).toEqual([]);
    const names = restoring.given.map(({ path }) => path.toString().slice(place.target.length + 1));
    // Files before they have their names; folders after what is in them, the root last.
    expect(names.filter((name) => name.endsWith('.partial'))).toHaveLength(6);
    expect(names.filter((name) => !name.endsWith('.partial'))).toEqual(['junction', 'folder', '']);
    expect(restoring.given.at(-1)).toEqual({
      path: place.target,
      attributes: 0x10,
      securityDescriptor: sddl('source'),
    });
    expect(readFileSync(join(place.target, 'zz last'), 'utf8')).toBe('zz last');
    // On Windows a stream moves with its file; here it stays under the temporary name.
    const [stream = ''] = readdirSync(place.target).filter((name) => name.endsWith('.partial:Zone'));
    expect(readFileSync(join(place.target, stream)).equals(noise(300_000, 9))).toBe(true);

    warnings = [];
    rmSync(place.target, { recursive: true });
    await restore(request(folder), control, { threads: 0 });
    expect(
      warnings.filter(({ code }) => code === 'restore.metadataNotHere').map(({ reason }) => reason),
    ).toEqual(['access lists of Windows', 'attributes of Windows', 'alternate data streams']);
  });

  it('of a stream is read by a check, and its damage is that of the file', async () => {
    const check = () =>
      restore(request({ kind: 'verifyOnly' }), control, { threads: 0, segmentBytes: 200_000 });
    expect((await check()).failed).toEqual([]);
    const entry = (await catalog()).get('with stream');
    const [number = 0, position = 0] = (entry?.kind === 'file' && entry.streams?.[0]?.chunks) || [];
    const volume = join(place.staging, `seed-fs01-00000${number}.BaseBlob`);
    const bytes = readFileSync(volume);
    bytes[position + 1000] = (bytes[position + 1000] ?? 0) ^ 1;
    writeFileSync(volume, bytes);
    // The same bytes are the file that stands in for the stream here.
    expect((await check()).failed.map(({ path }) => path)).toEqual(['0/with stream', '0/with stream:Zone']);
    const verified = await service.verify(
      { location: location(), descriptorFile: file, dataKey },
      recordingControl(),
    );
    expect(verified.damagedFiles?.map(({ path }) => path)).toEqual(['0/with stream', '0/with stream:Zone']);
  });
});

describe('a batch', () => {
  beforeEach(makePlace);
  afterEach(removePlace);

  it('that fails as a whole costs nothing but its metadata, and after three nothing is asked', async () => {
    for (let index = 0; index < 40; index += 1)
      writeFileSync(join(place.source, `file ${index}`), `${index}`);
    const store = {
      ...standInMetadata('posix', 4, () => ({})),
      read: async () => Promise.reject(new Error('broken')),
    };
    const { totals } = await backUp({ ...store });
    expect(totals.files).toBe(40);
    expect(warnings.map(({ code, reason }) => [code, reason])).toEqual([
      ['file.metadataUnread', 'broken, 4 entries'],
      ['file.metadataUnread', 'broken, 4 entries'],
      ['file.metadataUnread', 'broken, 4 entries; not tried any more'],
    ]);
  });
});

describe('a snapshot', () => {
  beforeEach(makePlace);
  afterEach(removePlace);

  it('is where content comes from; metadata is asked for by the path of the live tree', async () => {
    const frozen = join(place.root, 'frozen');
    for (const folder of [frozen, place.source]) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'file'), folder === frozen ? 'as it was' : 'live');
    }
    const store = standInMetadata('windows', 4, (name) => ({ securityDescriptor: sddl(name) }));
    await backUp(store, { [place.source]: frozen });
    expect(store.asked.flat()).toEqual([place.source, join(place.source, 'file')]);
    expect((await catalog()).get('file')).toMatchObject({ size: 'as it was'.length, security: sddl('file') });
  });
});

describe('an increment', () => {
  beforeEach(makePlace);
  afterEach(removePlace);

  it('keeps the metadata of what did not change, and asks for the rest', async () => {
    const value = (name: string) => ({ extendedAttributes: [[`user.${name}`, 'AQ==']] as const });
    for (const name of ['same', 'changes', 'refused']) writeFileSync(join(place.source, name), name);
    for (const name of ['folder', 'moves']) mkdirSync(join(place.source, name));
    // Times within two seconds before a walk are not trusted.
    await new Promise((resolve) => setTimeout(resolve, 2200));
    await backUp(standInMetadata('posix', 8, (name) => (name === 'refused' ? 'refused' : value(name))));
    writeFileSync(join(place.source, 'changes'), 'changed');
    chmodSync(join(place.source, 'moves'), 0o700);
    const output = join(place.root, 'output');
    mkdirSync(output);
    const later = standInMetadata('posix', 8, () => value('later'));
    const result = await backUpIncrement(
      {
        previous: { location: location(), descriptorFile: file },
        dataKey,
        items: [{ path: place.source, kind: 'folder' }],
        exclusions: [],
        outputFolder: output,
        nextVolumeNumber: 100,
        volumeBytes: 16 * mebibyte,
        creator: 'test',
        machineName: 'fs01',
        clockOffset: 0,
        threads: 1,
      },
      control,
      later,
    );
    expect(later.asked.flat().map((path) => path.slice(place.source.length))).toEqual([
      ...['', '/changes', '/moves', '/refused'],
    ]);
    for (const name of readdirSync(output)) copyFileSync(join(output, name), join(place.staging, name));
    const entries = await catalog(result.descriptorFile);
    for (const name of ['same', 'folder']) expect(entries.get(name)).toMatchObject(value(name));
    expect(entries.get('moves')).toMatchObject({ mode: 0o700, ...value('later') });
    expect(entries.get('changes')).toMatchObject(value('later'));
    expect(entries.get('refused')).toMatchObject(value('later'));
    expect([result.changedFiles, result.unchangedFiles]).toEqual([2, 1]);
  });
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNoSourceSnapshots } from '../node/no-source-snapshots.ts';
import type { SourceSnapshots } from '../ports/source-snapshot.ts';
import { failure } from './testing/captured-answers.ts';
import { openStandIn, type StandIn } from './testing/stand-in.ts';
import { createWindowsPrerequisites, isVirtualMachine } from './windows-prerequisites.ts';
import { createWindowsSourceSnapshots } from './windows-source-snapshots.ts';

const startedAt = new Date('2026-11-21T10:00:00.000Z');
const ids = ['{00000000-0000-0000-0000-00000000000A}', '{00000000-0000-0000-0000-00000000000B}'] as const;
const shadow = (id: string, parts: object = {}) => ({
  id,
  volume: 'C:\\',
  devicePath: '\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy7',
  createdAt: '2026-11-21T10:00:12.3456789Z',
  isClientAccessible: true,
  ...parts,
});
const list = (...shadows: readonly object[]) => ({ script: 'list-snapshots', value: { shadows } });
const made = (id: string, volume = 'C:\\') => ({
  script: 'create-snapshot',
  value: { shadow: shadow(id, { volume }) },
});
const gone = (...released: readonly string[]) => ({ script: 'release-snapshots', value: { released } });

let standIn: StandIn;
let journalPath: string;
let snapshots: SourceSnapshots;
beforeEach(async () => {
  standIn = await openStandIn({ timeoutMilliseconds: 1500 });
  journalPath = join(standIn.folder, 'snapshots.json');
  snapshots = createWindowsSourceSnapshots({
    powerShell: standIn.powerShell,
    prerequisites: createWindowsPrerequisites(standIn.powerShell),
    journalPath,
    now: () => startedAt,
  });
});
afterEach(() => standIn.close());
const journal = async () => JSON.parse(await readFile(journalPath, 'utf8'));

describe('snapshots', () => {
  it('are made one per volume, and remembered until they are released', async () => {
    await standIn.play(list(), made(ids[0]), list(shadow(ids[0])), made(ids[1], 'D:\\'), gone(ids[0]));
    expect(await snapshots.create(['C:\\', 'D:\\'])).toEqual([
      { id: ids[0], volume: 'C:\\', devicePath: shadow('').devicePath },
      { id: ids[1], volume: 'D:\\', devicePath: shadow('').devicePath },
    ]);
    expect(await journal()).toEqual({ intents: [], ids });
    await snapshots.release(ids[0]);
    expect(await journal()).toEqual({ intents: [], ids: [ids[1]] });
    expect((await standIn.calls()).at(-1)?.values).toEqual({ ids: [ids[0]] });
  });

  it('leave nothing when one of them cannot be made', async () => {
    const refusal = { script: 'create-snapshot', failure: failure('refused:snapshot:6') };
    await standIn.play(list(), made(ids[0]), list(), refusal, gone(ids[0]));
    await expect(snapshots.create(['C:\\', 'D:\\'])).rejects.toMatchObject({
      code: 'windows.snapshotFailed',
      params: { volume: 'D:\\', result: '6' },
    });
    expect(await journal()).toEqual({ intents: [], ids: [] });
  });

  it('of an earlier run are released by id', async () => {
    await writeFile(journalPath, JSON.stringify({ intents: [], ids }));
    await standIn.play(gone(ids[1]));
    expect(await snapshots.releaseLeftOvers()).toBe(1);
    expect(await journal()).toEqual({ intents: [], ids: [] });
    expect(await snapshots.releaseLeftOvers()).toBe(0);
  });

  it('that came to be while nobody could note their id are found again', async () => {
    await standIn.play(list(shadow(ids[1])), { script: 'create-snapshot', hangs: true });
    await expect(snapshots.create(['C:\\'])).rejects.toMatchObject({ code: 'command.timedOut' });
    expect(await journal()).toMatchObject({ intents: [{ volume: 'C:\\', idsBefore: [ids[1]] }] });
    await standIn.play(list(shadow(ids[1]), shadow(ids[0])), gone(ids[0]));
    expect(await snapshots.releaseLeftOvers()).toBe(1);
    expect((await standIn.calls()).at(-1)?.values).toEqual({ ids: [ids[0]] });
    expect(await journal()).toEqual({ intents: [], ids: [] });
  });

  it.each([
    ['two could be it', [shadow(ids[0]), shadow(ids[1])]],
    ['it is of another volume', [shadow(ids[0], { volume: 'D:\\' })]],
    ['it is of another kind', [shadow(ids[0], { isClientAccessible: false })]],
    ['it was made before', [shadow(ids[0], { createdAt: '2026-11-21T09:59:00Z' })]],
    ['it was made much later', [shadow(ids[0], { createdAt: '2026-11-21T12:00:00Z' })]],
    ['nobody knows when it was made', [shadow(ids[0], { createdAt: '' })]],
  ])('of others are left alone: %s', async (_why, shadows) => {
    const intent = { volume: 'C:\\', startedAt: startedAt.toISOString(), idsBefore: [] };
    await writeFile(journalPath, JSON.stringify({ intents: [intent], ids: [] }));
    await standIn.play(list(...shadows));
    expect(await snapshots.releaseLeftOvers()).toBe(0);
    expect((await standIn.calls()).map(({ script }) => script)).toEqual(['list-snapshots']);
  });

  it('are not deleted on the word of a damaged list', async () => {
    await writeFile(journalPath, '{"ids":["*"');
    await standIn.play();
    expect(await snapshots.releaseLeftOvers()).toBe(0);
  });
});

describe('whether there can be any', () => {
  const facts = {
    isElevated: true,
    hasBitLocker: true,
    hasSnapshots: true,
    edition: 48,
    isServer: false,
    version: '10.0.26100',
    manufacturer: 'LENOVO',
    model: '20XW',
    powerShell: '5.1.26100.1',
  };

  it.each([
    [facts, { isAvailable: true }],
    [
      { ...facts, isElevated: false },
      { isAvailable: false, reason: 'notElevated' },
    ],
    [
      { ...facts, hasSnapshots: false },
      { isAvailable: false, reason: 'serviceMissing' },
    ],
  ])('%#', async (value, expected) => {
    await standIn.play({ script: 'prerequisites', value });
    expect(await snapshots.availability()).toEqual(expected);
  });

  it('is said with a reason elsewhere', async () => {
    const none = createNoSourceSnapshots();
    expect(await none.availability()).toEqual({ isAvailable: false, reason: 'notWindows' });
    await expect(none.create(['/'])).rejects.toMatchObject({ code: 'disk.platformUnavailable' });
    expect(await none.releaseLeftOvers()).toBe(0);
  });
});

it.each([
  ['Microsoft Corporation', 'Virtual Machine', true],
  ['VMware, Inc.', 'VMware7,1', true],
  ['QEMU', 'Standard PC (Q35 + ICH9, 2009)', true],
  ['Microsoft Corporation', 'Surface Laptop 5', false],
  ['Dell Inc.', 'PowerEdge R740', false],
])('%s %s is a virtual machine: %s', (maker, model, expected) => {
  expect(isVirtualMachine(maker, model)).toBe(expected);
});

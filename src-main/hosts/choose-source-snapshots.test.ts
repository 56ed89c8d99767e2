import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSilentLog } from '../platform/node/silent-log.ts';
import { openStandIn, type StandIn, systemRoot } from '../platform/windows/testing/stand-in.ts';
import { chooseSourceSnapshots, releaseLeftOverSnapshots } from './choose-source-snapshots.ts';

const id = '{00000000-0000-0000-0000-00000000000A}';
const shadow = {
  id,
  volume: 'C:\\',
  devicePath: '\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy7',
  createdAt: new Date().toISOString(),
  isClientAccessible: true,
};

let standIn: StandIn;
let journalPath: string;
beforeEach(async () => {
  standIn = await openStandIn();
  journalPath = join(standIn.folder, 'snapshots.json');
});
afterEach(() => standIn.close());

const start = (platform: string) =>
  chooseSourceSnapshots({ commands: standIn.commands, journalPath, system: { platform, systemRoot } });

it('what a crashed run left on Windows is released at the next start, once', async () => {
  await standIn.play(
    { script: 'list-snapshots', value: { shadows: [] } },
    { script: 'create-snapshot', value: { shadow } },
  );
  // Nobody releases it: the program ends here.
  await start('win32').create(['C:\\']);
  await standIn.play({ script: 'release-snapshots', value: { released: [id] } });
  await releaseLeftOverSnapshots(start('win32'), createSilentLog());
  expect(await standIn.calls()).toEqual([{ script: 'release-snapshots', values: { ids: [id] } }]);
  expect(JSON.parse(await readFile(journalPath, 'utf8'))).toEqual({ intents: [], ids: [] });
  await releaseLeftOverSnapshots(start('win32'), createSilentLog());
  expect(await standIn.calls()).toHaveLength(1);
});

it('a Windows that does not answer does not keep the program from starting, and is asked again', async () => {
  await standIn.play(
    { script: 'list-snapshots', value: { shadows: [] } },
    { script: 'create-snapshot', value: { shadow } },
  );
  await start('win32').create(['C:\\']);
  await standIn.play({ script: 'release-snapshots', output: 'no answer' });
  await releaseLeftOverSnapshots(start('win32'), createSilentLog());
  expect(JSON.parse(await readFile(journalPath, 'utf8'))).toMatchObject({ ids: [id] });
});

it('elsewhere there are none, and no program is started', async () => {
  const snapshots = start('linux');
  expect(await snapshots.availability()).toEqual({ isAvailable: false, reason: 'notWindows' });
  await releaseLeftOverSnapshots(snapshots, createSilentLog());
  expect(await standIn.calls()).toEqual([]);
});

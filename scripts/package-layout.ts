/** @file `npm run package:layout`: packs for Windows and Linux around the stand-in Electron and asserts what came out. */
import './require-node.ts';
import { spawnSync } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { makeElectronStub } from './make-electron-stub.ts';

const stubFolder = path.resolve('release', 'electron-stub');

const expectedFuses: Readonly<Record<keyof typeof FuseV1Options, boolean>> = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
};

const requiredEntries = [
  '/dist-main/main.js',
  '/dist-main/preload.cjs',
  '/dist-main/kernels.wasm',
  '/dist-main/workers/staging.js',
  '/dist-main/workers/copy.js',
  '/dist-main/workers/restore.js',
  '/dist-main/workers/vault.js',
  '/dist-renderer/index.html',
  '/package.json',
];

function pack(platform: 'win' | 'linux'): void {
  const cli = createRequire(import.meta.url).resolve('electron-builder/cli.js');
  const outcome = spawnSync(
    process.execPath,
    [cli, `--${platform}`, '--x64', '--dir', `-c.electronDist=${stubFolder}`, '--publish', 'never'],
    { encoding: 'utf8' },
  );
  if (outcome.status !== 0) throw new Error(`electron-builder failed:\n${outcome.stdout}\n${outcome.stderr}`);
}

async function assertFuses(program: string): Promise<void> {
  const wire = await getCurrentFuseWire(program);
  for (const [name, expected] of Object.entries(expectedFuses)) {
    const state = wire[FuseV1Options[name as keyof typeof FuseV1Options]];
    if ((state === FuseState.ENABLE) !== expected)
      throw new Error(`Fuse ${name} is not ${expected ? 'on' : 'off'} in ${program}`);
  }
}

function assertArchive(archive: string): number {
  const entries = listPackage(archive, { isPack: false }).map((entry) => entry.replaceAll('\\', '/'));
  for (const required of requiredEntries) {
    if (!entries.includes(required)) throw new Error(`${archive} lacks ${required}`);
  }
  const foreign = entries.filter((entry) => !/^\/(dist-main|dist-renderer|package\.json)/.test(entry));
  if (foreign.length > 0)
    throw new Error(`${archive} holds what nobody asked for: ${foreign.slice(0, 5).join(', ')}`);
  return entries.length;
}

/** Packs one platform around the stand-in and asserts program name, fuses and archive content. */
export async function checkLayout(platform: 'win' | 'linux'): Promise<void> {
  await makeElectronStub(stubFolder, platform === 'win' ? 'win32' : 'linux');
  pack(platform);
  const folder = path.resolve('release', `${platform}-unpacked`);
  const { name } = JSON.parse(await readFile('package.json', 'utf8')) as { name: string };
  const program = path.join(folder, platform === 'win' ? 'Offline Backup Wizard.exe' : name);
  await access(program);
  await assertFuses(program);
  const entries = assertArchive(path.join(folder, 'resources', 'app.asar'));
  console.log(
    `Layout of ${platform} is right: ${entries} archive entries, ${Object.keys(expectedFuses).length} fuses.`,
  );
}

await checkLayout('win');
await checkLayout('linux');

/** @file `npm start`: builds, then opens the wizard in Electron or, where its binary cannot be had, in an installed browser. */
import './require-node.ts';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { browserVariable, findBrowser } from '../src-main/hosts/browser/find-browser.ts';
import { buildAll } from './build.ts';
import { canRunElectron, hasDisplay, installedElectron } from './find-electron.ts';

const fetchTimeoutMilliseconds = 120_000;

/** Electron 42 and later fetch their binary on demand. Some networks forbid it: then we go on without. */
function fetchElectron(): string | undefined {
  const installer = path.join(
    path.dirname(createRequire(import.meta.url).resolve('electron/package.json')),
    'install.js',
  );
  if (process.env.OFFLINE_BACKUP_NO_ELECTRON !== undefined || !existsSync(installer)) return undefined;
  console.log('Electron is not here yet: fetching it once ...');
  const outcome = spawnSync(process.execPath, [installer], {
    stdio: 'ignore',
    timeout: fetchTimeoutMilliseconds,
  });
  if (outcome.status !== 0)
    console.log('Electron cannot be fetched on this network: using an installed browser.');
  return installedElectron();
}

function run(program: string, programArguments: readonly string[]): void {
  const child = spawn(program, programArguments, { stdio: 'inherit' });
  child.on('exit', (code) => process.exit(code ?? 1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
}

if (!hasDisplay()) {
  console.error(
    'There is no display here to open a window on. Rehearse in the terminal instead: npm run practice',
  );
  process.exit(1);
}
const electron = canRunElectron() ? (installedElectron() ?? fetchElectron()) : undefined;
const browser = electron === undefined ? await findBrowser() : undefined;
if (electron === undefined && browser === undefined) {
  console.error(
    `No window to open in: install Microsoft Edge, Google Chrome or Chromium (Debian: apt install chromium), or name one in ${browserVariable}.`,
  );
  process.exit(1);
}
await buildAll();
if (electron !== undefined) run(electron, ['.', ...process.argv.slice(2)]);
// Azurite's dependencies still use a deprecated module of Node; nothing an operator could act on.
else run(process.execPath, ['--disable-warning=DEP0040', 'dist-main/browser.js', ...process.argv.slice(2)]);

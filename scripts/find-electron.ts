/** @file Is Electron's program on this machine, and could it open a window? Used by `npm start` and by the e2e tests. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Path of Electron's program when it is on this machine; the package's own entry would start a download. */
export function installedElectron(): string | undefined {
  const folder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const pathFile = path.join(folder, 'path.txt');
  const relative = existsSync(pathFile)
    ? readFileSync(pathFile, 'utf8').trim()
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron';
  const program = path.join(override ?? path.join(folder, 'dist'), relative);
  return existsSync(program) ? program : undefined;
}

export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;
}

/** Electron refuses to run as root on Linux without giving up its sandbox; the browser host says so and goes on. */
export function canRunElectron(): boolean {
  return !(process.platform === 'linux' && process.getuid?.() === 0);
}

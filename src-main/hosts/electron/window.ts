import path from 'node:path';
import { app, BrowserWindow } from 'electron';
import { electronOrigin } from '../../ipc/origin.ts';

/** Creates the wizard's window; every isolation setting is written out so that a reviewer need not know the defaults. */
export function createWizardWindow(mainFolder: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    autoHideMenuBar: true,
    title: app.getName(),
    webPreferences: {
      preload: path.join(mainFolder, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  window.removeMenu();
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${electronOrigin.protocol}//${electronOrigin.host}/index.html`);
  return window;
}

/** @file Entry of the Electron host. Only wires: what the wizard does lives in the services behind `composeApplication`. */
import path from 'node:path';
import { app, dialog, ipcMain, Notification, powerSaveBlocker, session, shell } from 'electron';
import { electronOrigin } from '../../ipc/origin.ts';
import { composeApplication } from '../compose.ts';
import { explainFailedStart } from '../explain-error.ts';
import { ownWords, type StartWords, startWordsFrom } from '../start-requests.ts';
import { registerAppScheme, serveAppScheme } from './app-protocol.ts';
import { hardenApplication, hardenSession } from './hardening.ts';
import { sendEvents, serveCalls } from './ipc-transport.ts';
import { openSafeStorageSecretStore } from './safe-storage-secret-store.ts';
import { createWizardWindow } from './window.ts';

const mainFolder = import.meta.dirname;

async function start(words: StartWords): Promise<void> {
  await app.whenReady();
  hardenSession(session.defaultSession);
  serveAppScheme(path.join(mainFolder, '..', 'dist-renderer'));
  const dataFolder = app.getPath('userData');
  const application = await composeApplication({
    host: 'electron',
    version: app.getVersion(),
    origin: electronOrigin,
    dataFolder,
    secrets: await openSafeStorageSecretStore(path.join(dataFolder, 'secrets.json')),
    power: {
      block() {
        const id = powerSaveBlocker.start('prevent-app-suspension');
        return () => powerSaveBlocker.stop(id);
      },
    },
    notifier: { notify: ({ title, body }) => new Notification({ title, body }).show() },
    openLink: (url) => shell.openExternal(url.href),
    start: words,
  });
  serveCalls(ipcMain, application);
  const window = createWizardWindow(mainFolder);
  window.on('closed', sendEvents(window.webContents, application));
  app.on('second-instance', (_event, _arguments, _folder, data) => {
    // Closed already while long work still comes to its safe point.
    if (window.isDestroyed()) return;
    application.startAgain(startWordsFrom(data));
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  void application.quitRequested.then(() => app.quit());
  let isClosed = false;
  let closing: Promise<void> | undefined;
  app.on('before-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    // Quit is asked for more than once: by the page, by the closed window, by the system.
    if (closing !== undefined) return;
    closing = application
      .close()
      .catch((error: unknown) => {
        process.stderr.write(`The wizard did not close in order: ${String(error)}\n`);
      })
      .finally(() => {
        isClosed = true;
        app.quit();
      });
  });
}

registerAppScheme();
hardenApplication();
app.setAppUserModelId('net.offline-backup-wizard');
app.on('window-all-closed', () => app.quit());
const words = ownWords(process.argv, app.isPackaged, process.env.INIT_CWD ?? process.cwd());
// Handed to a running wizard as they are: Chromium adds switches of its own to the arguments that it passes on.
if (app.requestSingleInstanceLock({ ...words })) {
  start(words).catch((error: unknown) => {
    const explanation = explainFailedStart(error);
    process.stderr.write(`${explanation}\n`);
    // A program started by a double click has no terminal to say it in.
    dialog.showErrorBox(app.getName(), explanation);
    app.exit(1);
  });
} else {
  app.quit();
}

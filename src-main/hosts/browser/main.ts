/** @file Entry of the browser host: the wizard in an app window of the installed Edge, Chrome or Chromium. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import packageData from '../../../package.json' with { type: 'json' };
import { browserOrigin } from '../../ipc/origin.ts';
import { createPinoLog } from '../../platform/node/pino-log.ts';
import { openPracticeSecretStore } from '../../platform/practice/practice-secret-store.ts';
import { composeApplication } from '../compose.ts';
import { defaultDataFolder } from '../data-folder.ts';
import { explainFailedStart } from '../explain-error.ts';
import { startBrowserHost } from './browser-host.ts';
import { browserStartOptions } from './browser-start-options.ts';
import { checkWindow } from './check-window.ts';
import { browserVariable, findBrowser } from './find-browser.ts';

/** Opens a page in the operator's own browser; the request gate of the wizard's window would block it, rightly. */
function openInSystemBrowser(url: URL): Promise<void> {
  const [program, programArguments] =
    process.platform === 'win32'
      ? [
          path.win32.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'rundll32.exe'),
          ['url.dll,FileProtocolHandler', url.href],
        ]
      : process.platform === 'darwin'
        ? ['/usr/bin/open', [url.href]]
        : ['/usr/bin/xdg-open', [url.href]];
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, { stdio: 'ignore', detached: true });
    child.once('error', reject);
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}

const { options, words } = browserStartOptions(process.argv.slice(2));
const browser = await findBrowser();
if (browser === undefined) {
  process.stderr.write(
    `Install Microsoft Edge, Google Chrome or Chromium to open the wizard, or name one in ${browserVariable}.\n`,
  );
  process.exit(1);
}
const dataFolder = path.resolve(options.dataFolder ?? defaultDataFolder());
const application = await composeApplication({
  host: 'browser',
  version: packageData.version,
  origin: browserOrigin,
  dataFolder,
  secrets: await openPracticeSecretStore(dataFolder),
  power: { block: () => () => undefined },
  notifier: { notify: () => undefined },
  openLink: openInSystemBrowser,
  // npm runs scripts in the folder of the package; what the operator typed is relative to theirs.
  start: { words, folder: process.env.INIT_CWD ?? process.cwd() },
}).catch((error: unknown) => {
  process.stderr.write(`${explainFailedStart(error)}\n`);
  process.exit(1);
});
const mainFolder = import.meta.dirname;
const window = await startBrowserHost({
  application,
  browser,
  rendererFolder: path.join(mainFolder, '..', 'dist-renderer'),
  preload: await readFile(path.join(mainFolder, 'browser-preload.js'), 'utf8'),
  log: createPinoLog({ file: path.join(dataFolder, 'logs', 'window.log') }),
  headless: options.check,
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void window.close());
if (options.check) {
  process.stdout.write(`${JSON.stringify(await checkWindow(window))}\n`);
  await window.close();
}
await window.closed;
await application.close();
process.exit(0);

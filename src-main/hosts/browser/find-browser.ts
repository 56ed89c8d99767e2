import { access, constants } from 'node:fs/promises';
import path from 'node:path';

/** Programs of the Chromium family in the order we prefer them; Edge first on Windows because it is always there. */
const windowsPaths = [
  ['ProgramFiles(x86)', 'Microsoft\\Edge\\Application\\msedge.exe'],
  ['ProgramFiles', 'Microsoft\\Edge\\Application\\msedge.exe'],
  ['ProgramFiles', 'Google\\Chrome\\Application\\chrome.exe'],
  ['ProgramFiles(x86)', 'Google\\Chrome\\Application\\chrome.exe'],
  ['LOCALAPPDATA', 'Google\\Chrome\\Application\\chrome.exe'],
  ['LOCALAPPDATA', 'Chromium\\Application\\chrome.exe'],
] as const;
const posixNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'chrome',
];
const macPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Name of the environment variable that says which browser to use instead of the first one found. */
export const browserVariable = 'OFFLINE_BACKUP_BROWSER';

function candidates(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): readonly string[] {
  if (platform === 'win32') {
    return windowsPaths.flatMap(([variable, relative]) => {
      const base = environment[variable];
      return base === undefined ? [] : [path.win32.join(base, relative)];
    });
  }
  const folders = (environment.PATH ?? '').split(':').filter((folder) => path.posix.isAbsolute(folder));
  const onPath = posixNames.flatMap((name) => folders.map((folder) => path.posix.join(folder, name)));
  return platform === 'darwin' ? [...macPaths, ...onPath] : onPath;
}

/**
 * Finds an installed Edge, Chrome or Chromium.
 * @returns its absolute path, or undefined when none is installed
 */
export async function findBrowser(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
  isExecutable: (file: string) => Promise<boolean> = (file) =>
    access(file, constants.X_OK).then(
      () => true,
      () => false,
    ),
): Promise<string | undefined> {
  const chosen = environment[browserVariable];
  const files = chosen === undefined ? candidates(platform, environment) : [path.resolve(chosen)];
  for (const file of files) if (await isExecutable(file)) return file;
  return undefined;
}

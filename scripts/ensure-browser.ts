/** @file Makes sure that a Chromium-family browser is here for the e2e tests; installs Debian's when it may. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { browserVariable, findBrowser } from '../src-main/hosts/browser/find-browser.ts';

const aptGet = '/usr/bin/apt-get';

function installDebianChromium(): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const step of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ]) {
    const outcome = spawnSync(aptGet, step, { stdio: ['ignore', 'ignore', 'inherit'], env: environment });
    if (outcome.status !== 0) return;
  }
}

/**
 * @returns absolute path of the browser
 * @throws Error that says exactly what is missing
 */
export async function ensureBrowser(): Promise<string> {
  const found = await findBrowser();
  if (found !== undefined) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync(aptGet)) {
    console.log("No browser for the e2e tests yet: installing Debian's chromium ...");
    installDebianChromium();
  }
  const installed = await findBrowser();
  if (installed !== undefined) return installed;
  throw new Error(
    `The e2e tests need Chromium, Google Chrome or Microsoft Edge. Install one (Debian, as root: apt-get install chromium), or name its program in ${browserVariable}.`,
  );
}

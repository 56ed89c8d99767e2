import { describe, expect, it } from 'vitest';
import { findBrowser } from './find-browser.ts';

const onlyExists = (existing: string) => async (file: string) => file === existing;

describe('findBrowser', () => {
  it.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
    ['linux', { PATH: '/usr/bin:relative' }, '/usr/bin/chromium'],
    ['linux', { PATH: '/opt/bin:/usr/bin' }, '/usr/bin/google-chrome'],
    ['darwin', { PATH: '' }, '/Applications/Chromium.app/Contents/MacOS/Chromium'],
    [
      'win32',
      { 'ProgramFiles(x86)': 'C:\\Program Files (x86)' },
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
  ])('on %s with %o finds %s', async (platform, environment, file) => {
    expect(await findBrowser(platform, environment, onlyExists(file))).toBe(file);
  });

  it('takes the named browser and no other', async () => {
    const environment = { PATH: '/usr/bin', OFFLINE_BACKUP_BROWSER: '/opt/edge' };
    expect(await findBrowser('linux', environment, onlyExists('/opt/edge'))).toBe('/opt/edge');
    expect(await findBrowser('linux', environment, onlyExists('/usr/bin/chromium'))).toBeUndefined();
  });

  it('never looks into relative folders of PATH', async () => {
    expect(await findBrowser('linux', { PATH: '.:bin' }, async () => true)).toBeUndefined();
  });
});

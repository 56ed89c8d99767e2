import { expect, it } from 'vitest';
import { browserStartOptions } from './browser-start-options.ts';

it('tells its own switches from what is meant for the wizard, and never throws', () => {
  expect(browserStartOptions([])).toEqual({ options: { dataFolder: undefined, check: false }, words: [] });
  expect(browserStartOptions(['--data-folder', '/d', 's:/a b', '--check', 'u:'])).toEqual({
    options: { dataFolder: '/d', check: true },
    words: ['s:/a b', 'u:'],
  });
  expect(browserStartOptions(['--stagin', 's:/a', '-x', '--data-folder'])).toEqual({
    options: { dataFolder: undefined, check: false },
    words: ['--stagin', 's:/a', '-x'],
  });
});

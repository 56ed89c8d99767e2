import { describe, expect, it } from 'vitest';
import { sampleJob } from '../../testing/samples.ts';
import { areSettingsComplete, settingsOf } from './opaque-form.ts';

describe('details of a folder of another program', () => {
  const settings = {
    ...settingsOf(sampleJob()),
    storageAccount: 'seedpractice',
    container: 'mars-seed',
    subscriptionId: '3d7a9f14-c2e8-4b60-a5d3-18f6b07c92e4',
    importJobName: 'seed-mars',
  };

  it('are complete without the optional ones', () => {
    expect(areSettingsComplete(settings)).toBe(true);
    expect(areSettingsComplete({ ...settings, prefix: 'dpm/2026' })).toBe(true);
  });

  it.each([
    { storageAccount: '' },
    { container: 'A' },
    { subscriptionId: 'x' },
    { importJobName: '' },
    { prefix: 'a b' },
  ])('lack something with %j', (change) => {
    expect(areSettingsComplete({ ...settings, ...change })).toBe(false);
  });
});

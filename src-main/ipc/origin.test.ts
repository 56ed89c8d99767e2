import { describe, expect, it } from 'vitest';
import { browserOrigin, electronOrigin, isTrustedFrame } from './origin.ts';

describe('isTrustedFrame', () => {
  it.each([
    ['https://app.local/index.html', true, true],
    ['https://app.local/index.html#/jobs', true, true],
    ['https://app.local/index.html', false, false],
    ['https://app.local.example/index.html', true, false],
    ['https://app.local@example.com/', true, false],
    ['https://user@app.local/', true, false],
    ['https://app.local:8443/', true, false],
    ['http://app.local/', true, false],
    ['file:///index.html', true, false],
    ['data:text/html,x', true, false],
    ['about:blank', true, false],
    ['', true, false],
  ])('browser host: %s with top frame %s is %s', (url, isTopFrame, trusted) => {
    expect(isTrustedFrame({ url, isTopFrame }, browserOrigin)).toBe(trusted);
  });

  it.each([
    ['app://wizard/index.html', true],
    ['app://wizard.example/index.html', false],
    ['app://other/index.html', false],
    ['https://wizard/index.html', false],
  ])('Electron host: %s is %s', (url, trusted) => {
    expect(isTrustedFrame({ url, isTopFrame: true }, electronOrigin)).toBe(trusted);
  });

  it('refuses a message without a frame', () => {
    expect(isTrustedFrame(undefined, browserOrigin)).toBe(false);
  });
});

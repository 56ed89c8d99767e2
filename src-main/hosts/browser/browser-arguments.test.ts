import { describe, expect, it } from 'vitest';
import { browserArguments } from './browser-host.ts';

describe('browserArguments', () => {
  it('keeps the sandbox for everybody but root', () => {
    expect(browserArguments('/profile', false, false).join(' ')).not.toMatch(/sandbox/);
    expect(browserArguments('/profile', false, true)).toContain('--no-sandbox');
  });

  it('talks over a pipe, opens no port and leads every other request nowhere', () => {
    const given = browserArguments('/profile', false, false);
    expect(given).toContain('--remote-debugging-pipe');
    expect(given.join(' ')).not.toMatch(/remote-debugging-(port|address)/);
    expect(given).toContain('--proxy-server=http://127.0.0.1:9');
    expect(given).toContain('--proxy-bypass-list=<-loopback>');
  });
});

import { describe, expect, it, vi } from 'vitest';
import { isAllowedLink, openNamedLink } from './external-links.ts';

describe('isAllowedLink', () => {
  it.each([
    ['https://portal.azure.com/', true],
    ['https://learn.microsoft.com/azure/backup/', true],
    ['http://portal.azure.com/', false],
    ['https://portal.azure.com.example/', false],
    ['https://user:word@portal.azure.com/', false],
    ['https://portal.azure.com:8443/', false],
    ['https://example.com/', false],
    ['file:///C:/Windows/System32/calc.exe', false],
    ['javascript:alert(1)', false],
  ])('%s is %s', (url, allowed) => {
    expect(isAllowedLink(new URL(url))).toBe(allowed);
  });
});

describe('openNamedLink', () => {
  it.each(['portal', 'importExportHelp', 'offlineBackupHelp', 'supportedDrives'] as const)(
    '%s opens an allowed page',
    async (name) => {
      const open = vi.fn(async () => undefined);
      await openNamedLink(name, open);
      expect(open).toHaveBeenCalledOnce();
    },
  );
});

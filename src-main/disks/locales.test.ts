import { describe, expect, it } from 'vitest';
import { diskBlockerCodes, diskWarningCodes } from '../../src-shared/domain/disks.ts';
import { diskErrorCodes } from '../../src-shared/errors/codes/disks.ts';
import errors from '../../src-shared/locales/en/errors/disks.json' with { type: 'json' };
import findings from '../../src-shared/locales/en/findings.json' with { type: 'json' };

const names = (codes: readonly string[]): string[] => codes.map((code) => code.replace('disk.', '')).sort();

describe('words of disks', () => {
  it('has title, cause and next for every error, and no others', () => {
    expect(Object.keys(errors.disk).sort()).toEqual(names(diskErrorCodes));
    for (const words of Object.values(errors.disk)) {
      expect(Object.keys(words)).toEqual(['title', 'cause', 'next']);
      expect(Object.values(words).join(' ')).not.toMatch(/\bError\b/);
    }
  });

  it('has title and advice for every finding, and no others', () => {
    expect(Object.keys(findings.disk).sort()).toEqual(names([...diskBlockerCodes, ...diskWarningCodes]));
    for (const words of Object.values(findings.disk)) expect(Object.keys(words)).toEqual(['title', 'advice']);
  });
});

import { describe, expect, it } from 'vitest';
import { createTranslator } from './translator.ts';

describe('translator', () => {
  const translate = createTranslator('en');

  it('fills placeholders and picks plurals', () => {
    expect(translate('jobs.openStaged.from', { machine: 'FS01' })).toBe('From FS01');
    expect(translate('activity.warnings', { count: 1 })).toBe('1 warning');
    expect(translate('activity.warnings', { count: 3 })).toBe('3 warnings');
  });

  it('does not escape: writers of HTML do that themselves', () => {
    expect(translate('jobs.openStaged.from', { machine: 'A & B' })).toBe('From A & B');
  });

  it('falls back to English key by key', () => {
    expect(createTranslator('sv')('practice.badge')).toBeTypeOf('string');
    expect(createTranslator('sv')('practice.badge')).not.toBe('practice.badge');
  });

  it('knows the units of placeholders', () => {
    expect(translate('initiate.offlineDetails.freeOnShare', { free: '5 TB', fileSystem: 'x' })).toContain(
      '5 TB',
    );
  });
});

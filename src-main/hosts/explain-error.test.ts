import { expect, test } from 'vitest';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { explainFailedStart } from './explain-error.ts';

const alreadyRunning = new AppError({
  kind: 'environment',
  code: 'app.alreadyRunning',
  params: { machine: 'fs01', since: '2026-11-21T08:00:00.000Z', folder: '/data' },
});

test.each([
  ['en-GB', 'The wizard is already open'],
  ['ja-JP', 'The wizard is already open'],
])('a start that failed is explained in words (%s)', (locale, words) => {
  const text = explainFailedStart(alreadyRunning, locale);
  expect(text).toContain(words);
  expect(text).toContain('fs01');
  expect(text).not.toContain('alreadyRunning');
});

test('every language of the wizard has its own words for it', () => {
  const texts = ['en', 'de', 'fr', 'nl', 'sv'].map((locale) => explainFailedStart(alreadyRunning, locale));
  expect(new Set(texts).size).toBe(texts.length);
});

test('what is no error of ours is told as the system said it', () => {
  expect(explainFailedStart(new Error('EACCES: permission denied'))).toBe('EACCES: permission denied');
});

import type { TFunction } from 'i18next';
import type { Exclusion } from '../../../src-shared/domain/initiate-draft.ts';

/** What a rule speaks of, without its path: types, patterns, and whether folders below count. */
export function exclusionScope(
  t: TFunction,
  { fileTypes, patterns = [], includeSubfolders }: Exclusion,
): string {
  const parts = [
    fileTypes.length === 0
      ? []
      : [t('initiate.exclusions.types', { types: fileTypes.map((type) => `*.${type}`).join(', ') })],
    patterns.length === 0 ? [] : [t('initiate.exclusions.patterns', { patterns: patterns.join(', ') })],
  ].flat();
  const what = parts.length === 0 ? [t('initiate.exclusions.everything')] : parts;
  return [...what, ...(includeSubfolders ? [] : [t('initiate.exclusions.thisFolderOnly')])].join('; ');
}

/** A rule in one line. */
export function exclusionText(t: TFunction, exclusion: Exclusion): string {
  return `${exclusion.path} (${exclusionScope(t, exclusion)})`;
}

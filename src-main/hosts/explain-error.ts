import { AppError } from '../../src-shared/errors/app-error.ts';
import { createTranslator, type Translate } from '../../src-shared/locales/translator.ts';
import { preferredLanguage } from '../jobs/preferences.ts';

/** An error as lines: what happened, why, what to do; the field and technical details where there are any. */
export function explainError(error: AppError, say: Translate): string {
  const { code, params, field, details } = error;
  const lines = (['title', 'cause', 'next'] as const).map((part) =>
    say(`errors.${code}.${part}`, { ...params }),
  );
  if (field !== undefined) lines.push(say('console.field', { field }));
  if (details !== undefined) lines.push(details);
  return lines.map((line) => `  ${line}`).join('\n');
}

/**
 * What to say of a start that failed, when there is no page yet that could.
 * @param locale what the system speaks, e.g. `de-AT`
 */
export function explainFailedStart(
  error: unknown,
  locale = Intl.DateTimeFormat().resolvedOptions().locale,
): string {
  if (error instanceof AppError) return explainError(error, createTranslator(preferredLanguage(locale)));
  return error instanceof Error ? error.message : String(error);
}

import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type Language,
  languageSchema,
  type Preferences,
  preferencesSchema,
} from '../../src-shared/contract/app-calls.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { writeFileAtomically } from '../platform/node/atomic-file.ts';
import { systemErrorCode } from '../platform/node/unexpected-error.ts';

/** Language and theme of this operator on this computer. */
export interface PreferencesStore {
  get(): Preferences;
  /** @throws AppError `folder.notWritable`; the old preferences then stay */
  set(preferences: Preferences): Promise<Preferences>;
}

/** The system's language when we speak it, else English. */
export function preferredLanguage(locale: string): Language {
  const language = languageSchema.safeParse(locale.slice(0, 2).toLowerCase());
  return language.success ? language.data : 'en';
}

async function readPreferences(path: string): Promise<Preferences | undefined> {
  try {
    const parsed = preferencesSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    // Missing, damaged or not ours: taste is not worth an error page, the defaults are right.
    return undefined;
  }
}

/**
 * @param options.path absolute path of the preferences file
 * @param options.locale what the system speaks, e.g. `de-AT`
 */
export async function createPreferencesStore(options: {
  readonly path: string;
  readonly locale: string;
}): Promise<PreferencesStore> {
  const { path, locale } = options;
  let current = (await readPreferences(path)) ?? { language: preferredLanguage(locale), theme: 'system' };
  return {
    get: () => current,
    async set(preferences) {
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await writeFileAtomically(path, `${JSON.stringify(preferences, null, 2)}\n`);
      } catch (cause) {
        throw new AppError({
          kind: 'environment',
          code: 'folder.notWritable',
          params: { path: dirname(path), reason: systemErrorCode(cause) ?? 'unknown' },
          retry: 'same-call',
          cause,
        });
      }
      current = preferences;
      return current;
    },
  };
}

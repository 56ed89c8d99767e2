import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../src-shared/errors/app-error.ts';

export interface ErrorWords {
  /** What happened. */
  readonly title: string;
  /** Why. */
  readonly cause: string;
  /** What to do. */
  readonly next: string;
}

/** Words of an error by its code, in the operator's language. */
export function useErrorWords(error: AppErrorData): ErrorWords {
  const { t } = useTranslation();
  const key = `errors.${error.code}`;
  return {
    title: t(`${key}.title`, { ...error.params }),
    cause: t(`${key}.cause`, { ...error.params }),
    next: t(`${key}.next`, { ...error.params }),
  };
}

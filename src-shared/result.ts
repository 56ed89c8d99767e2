import type { AppErrorData } from './errors/app-error.ts';

/** Envelope of every answer over the bridge: thrown errors would lose everything but their message there. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: AppErrorData };

export const succeeded = <Value>(value: Value): Result<Value> => ({ ok: true, value });
export const failed = (error: AppErrorData): Result<never> => ({ ok: false, error });

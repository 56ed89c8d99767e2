import { z } from 'zod';
import { type ErrorCode, errorCodes } from './codes.ts';

/**
 * Who has to act on an error.
 * - `user`: what was typed or chosen breaks a rule; `field` names the box.
 * - `environment`: the computer, share or network is not in the needed state.
 * - `device`: one drive misbehaves; other drives go on.
 * - `azure`: the cloud refused or did not answer.
 * - `internal`: a bug; carries an incident id that is also in the log.
 */
export const errorKinds = ['user', 'environment', 'device', 'azure', 'internal'] as const;
export type ErrorKind = (typeof errorKinds)[number];

/** What fills the placeholders of an error text. Never a secret: the text is shown, logged and saved. */
export type ErrorParams = Readonly<Record<string, string | number | boolean>>;

/** What the page may offer as "Try again". */
export const retryKinds = ['same-call', 'sign-in', 'choose-again', 'resume'] as const;
export type RetryKind = (typeof retryKinds)[number];

/** Shape in which an error crosses the bridge, is journalled and is shown. */
export const appErrorSchema = z.strictObject({
  kind: z.enum(errorKinds),
  code: z.enum(errorCodes),
  params: z.record(z.string().max(64), z.union([z.string().max(4096), z.number(), z.boolean()])),
  field: z.string().max(128).optional(),
  retry: z.enum(retryKinds).optional(),
  details: z.string().max(8192).optional(),
});
export type AppErrorData = Readonly<z.infer<typeof appErrorSchema>>;

export interface AppErrorInit {
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly params?: ErrorParams;
  /** Name of the input the error belongs to, as the contract spells it. */
  readonly field?: string;
  readonly retry?: RetryKind;
  /** Redacted technical text for "Show details": command, exit code, service answer. */
  readonly details?: string;
  readonly cause?: unknown;
}

/**
 * The only error that services throw on purpose. Words live in the locale files under `errors.<code>`
 * (`title`, `cause`, `next`), so that one error is shown once, in the operator's language.
 */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  readonly field: string | undefined;
  readonly retry: RetryKind | undefined;
  readonly details: string | undefined;

  constructor(init: AppErrorInit) {
    super(`${init.code} ${JSON.stringify(init.params ?? {})}`, { cause: init.cause });
    this.name = 'AppError';
    this.kind = init.kind;
    this.code = init.code;
    this.params = init.params ?? {};
    this.field = init.field;
    this.retry = init.retry;
    this.details = init.details;
  }

  toData(): AppErrorData {
    return {
      kind: this.kind,
      code: this.code,
      params: { ...this.params },
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(this.retry === undefined ? {} : { retry: this.retry }),
      ...(this.details === undefined ? {} : { details: this.details.slice(0, 8192) }),
    };
  }
}

/** Turns the wire shape back into a throwable error, for clients that run in the same process. */
export function fromErrorData(data: AppErrorData): AppError {
  return new AppError({
    kind: data.kind,
    code: data.code,
    params: data.params,
    ...(data.field === undefined ? {} : { field: data.field }),
    ...(data.retry === undefined ? {} : { retry: data.retry }),
    ...(data.details === undefined ? {} : { details: data.details }),
  });
}

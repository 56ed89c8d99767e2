import type { PracticeResponse } from '../../ports.ts';

/** An answer that a stand-in gives by throwing: each service derives its own with the error shape of the real one. */
export abstract class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = new.target.name;
    this.status = status;
  }

  abstract toResponse(): PracticeResponse;
}

/** JSON answer with the given status. */
export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): PracticeResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

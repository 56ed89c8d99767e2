import { randomUUID } from 'node:crypto';
import type { PracticeResponse } from '../../ports.ts';
import { json, Refusal } from '../http/refusal.ts';

/** Refusal of the token and device code endpoints, in the shape that MSAL reads. */
export class OAuthRefusal extends Refusal {
  readonly #error: string;
  readonly #number: number;
  readonly #suberror: string | undefined;

  /**
   * @param error OAuth error code, e.g. `invalid_grant`
   * @param number the AADSTS number that stands in front of the text
   */
  constructor(error: string, number: number, text: string, suberror?: string) {
    super(error === 'invalid_client' ? 401 : 400, text);
    this.#error = error;
    this.#number = number;
    this.#suberror = suberror;
  }

  override toResponse(): PracticeResponse {
    const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
    return json(this.status, {
      error: this.#error,
      error_description: `AADSTS${this.#number}: ${this.message} Timestamp: ${timestamp}`,
      error_codes: [this.#number],
      timestamp,
      trace_id: randomUUID(),
      correlation_id: randomUUID(),
      ...(this.#suberror === undefined ? {} : { suberror: this.#suberror }),
    });
  }
}

import { randomUUID } from 'node:crypto';
import type { PracticeResponse } from '../../ports.ts';
import { json, Refusal } from '../http/refusal.ts';

/** Refusal in the OData shape of Microsoft Graph. */
export class GraphRefusal extends Refusal {
  readonly #code: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(status, message);
    this.#code = code;
    this.#headers = headers;
  }

  override toResponse(): PracticeResponse {
    const requestId = randomUUID();
    return json(
      this.status,
      {
        error: {
          code: this.#code,
          message: this.message,
          innerError: {
            date: new Date().toISOString().slice(0, 19),
            'request-id': requestId,
            'client-request-id': requestId,
          },
        },
      },
      this.#headers,
    );
  }
}

/** What Graph answers for an object that is not there. */
export function objectNotFound(id: string): GraphRefusal {
  return new GraphRefusal(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

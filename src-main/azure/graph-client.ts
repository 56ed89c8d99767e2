import { z } from 'zod';
import { callAzure } from './azure-errors.ts';
import type { AzureSession } from './azure-session.ts';

const requestTimeoutMilliseconds = 60_000;

const refusalSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** A refusal by Graph in the shape that the error mapping knows from the SDKs. */
class GraphRefusal extends Error {
  readonly statusCode: number;
  readonly code: string;
  readonly response: { readonly headers: Headers };

  constructor(answer: Response, code: string, message: string) {
    super(message);
    this.name = 'GraphRefusal';
    this.statusCode = answer.status;
    this.code = code;
    this.response = { headers: answer.headers };
  }
}

/** Microsoft Graph, as little of it as the wizard needs; every answer is parsed. */
export interface GraphClient {
  get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>>;
  post<Schema extends z.ZodType>(path: string, body: unknown, schema: Schema): Promise<z.infer<Schema>>;
  /** For calls that answer 204. */
  patch(path: string, body: unknown): Promise<void>;
}

export function createGraphClient(session: AzureSession): GraphClient {
  const { connection } = session;
  async function exchange(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<unknown> {
    const token = await session.credential.getToken(session.scopes.graph);
    const answer = await fetch(`${connection.endpoints.graph}/v1.0${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token?.token ?? ''}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(requestTimeoutMilliseconds),
    });
    const text = await answer.text();
    if (answer.status === 401) session.noticeRefusal();
    if (answer.ok) return text === '' ? undefined : JSON.parse(text);
    throw refusal(answer, text);
  }
  const call = { cloudId: connection.cloudId, resource: 'Microsoft Graph' };
  return {
    get: (path, schema) => callAzure(call, async () => schema.parse(await exchange('GET', path))),
    post: (path, body, schema) =>
      callAzure(call, async () => schema.parse(await exchange('POST', path, body))),
    patch: (path, body) => callAzure(call, async () => void (await exchange('PATCH', path, body))),
  };
}

function refusal(answer: Response, text: string): GraphRefusal {
  try {
    const { error } = refusalSchema.parse(JSON.parse(text));
    return new GraphRefusal(answer, error.code, error.message);
  } catch {
    return new GraphRefusal(answer, '', text.slice(0, 500));
  }
}

/** A text inside a Graph filter: quotes are doubled. */
export const filterText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** @file The loopback https server of the stand-ins, in the process of the host. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Log } from '../../../platform/ports/log.ts';
import type { PracticeRequest, PracticeResponse } from '../../ports.ts';

export interface HttpsServerOptions {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly port: number;
  readonly log: Log;
  handle(request: PracticeRequest): Promise<PracticeResponse>;
  /** True: the connection is cut without an answer, as when no network is there. */
  shouldDrop(path: string): boolean;
}

export interface HttpsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Resource Manager takes bodies up to 4 MiB. */
const largestBodyBytes = 4 * 1024 * 1024;

/** Other host names would mean that a web page reached this server by rebinding a name of its own. */
const hostPattern = /^(localhost|127\.0\.0\.1)(:\d{1,5})?$/i;

/** Starts listening on 127.0.0.1 only. */
export async function startHttpsServer(options: HttpsServerOptions): Promise<HttpsServer> {
  const server = createServer({ cert: options.certificatePem, key: options.privateKeyPem });
  server.on('request', (request, response) => {
    void serve(options, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => closeServer(server) };
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

async function serve(
  options: HttpsServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Some SDKs begin a path with two slashes, which a URL parser would take for a host name.
  const url = new URL((request.url ?? '/').replace(/^\/+/, '/'), 'https://localhost');
  if (options.shouldDrop(url.pathname)) {
    request.socket.destroy();
    return;
  }
  try {
    const answer = await answerTo(options, request, url);
    response.writeHead(answer.status, { 'cache-control': 'no-store', ...answer.headers });
    response.end(answer.body ?? '');
  } catch (error) {
    if (request.destroyed && !request.complete) return;
    options.log.error({ error, method: request.method, path: url.pathname }, 'practice Azure: no answer');
    response.writeHead(500, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { code: 'InternalServerError', message: 'See the log.' } }));
  }
}

async function answerTo(
  options: HttpsServerOptions,
  request: IncomingMessage,
  url: URL,
): Promise<PracticeResponse> {
  if (!hostPattern.test(request.headers.host ?? '')) return { status: 421 };
  const body = await readBody(request);
  if (body === undefined) return { status: 413 };
  return options.handle({
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : value,
      ]),
    ),
    body,
  });
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > largestBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

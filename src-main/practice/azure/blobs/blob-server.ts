import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PracticeResponse } from '../../ports.ts';
import {
  type AzuriteBlobServer,
  type AzuriteOptions,
  makeAzurite,
  type RequestListener,
  saveDatabase,
} from './azurite.ts';

export interface BlobServerOptions extends AzuriteOptions {
  /** Storage account name to Base64 key. */
  readonly accounts: ReadonlyMap<string, string>;
  /** Looks at every request first: an answer instead of Azurite's, or `drop` to cut the connection. */
  gate(request: IncomingMessage): PracticeResponse | 'drop' | undefined;
}

export interface BlobServer {
  readonly port: number;
  /** Replaces the set of storage accounts; takes effect at once. */
  setAccounts(accounts: ReadonlyMap<string, string>): void;
  close(): Promise<void>;
}

const changingMethods: readonly string[] = ['PUT', 'POST', 'DELETE', 'PATCH'];

/** Starts Azurite and makes it durable: Azurite alone writes its tables every five seconds and loses what lies between at a kill. */
export async function startBlobServer(options: BlobServerOptions): Promise<BlobServer> {
  const azurite = await makeAzurite(options);
  const setAccounts = (accounts: ReadonlyMap<string, string>): void => {
    azurite.accountDataStore.accounts = Object.fromEntries(
      [...accounts].map(([name, key]) => [name, { name, key1: Buffer.from(key, 'base64') }]),
    );
  };
  // Azurite would read the environment once a minute; here accounts come from Resource Manager.
  azurite.accountDataStore.refresh = () => undefined;
  setAccounts(options.accounts);
  const [listener] = azurite.httpServer.listeners('request') as RequestListener[];
  azurite.httpServer.removeAllListeners('request');
  azurite.httpServer.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const verdict = options.gate(request);
    if (verdict === 'drop') request.socket.destroy();
    else if (verdict !== undefined) refuse(response, verdict);
    else {
      if (changingMethods.includes(request.method ?? '')) answerWhenDurable(azurite, response);
      listener?.(request, response);
    }
  });
  await azurite.start();
  return {
    port: (azurite.httpServer.address() as AddressInfo).port,
    setAccounts,
    close: async () => {
      azurite.httpServer.closeAllConnections();
      await azurite.close();
    },
  };
}

/** Holds a good answer back until Azurite's tables are on the disk, so that a client never counts on what a kill would undo. */
function answerWhenDurable(azurite: AzuriteBlobServer, response: ServerResponse): void {
  const end = response.end.bind(response) as (...values: unknown[]) => ServerResponse;
  response.end = ((...values: unknown[]) => {
    if (response.statusCode >= 400) return end(...values);
    // Extents first: a blob that names an unknown extent is broken, an extent without a blob is only waste.
    saveDatabase(azurite.extentMetadataStore.db)
      .then(() => saveDatabase(azurite.metadataStore.db))
      .then(
        () => end(...values),
        (error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))),
      );
    return response;
  }) as typeof response.end;
}

function refuse(response: ServerResponse, answer: PracticeResponse): void {
  response.writeHead(answer.status, answer.headers ?? {});
  response.end(answer.body ?? '');
}

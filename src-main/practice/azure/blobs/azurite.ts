/** @file Azurite's blob service in this process. Its command line is never used: only that one starts telemetry. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import { join } from 'node:path';

/** The parts of Azurite 3.37 that are touched; it carries no type declarations. */
interface LokiDatabase {
  saveDatabase(callback: (error?: Error | null) => void): void;
}
interface AzuriteAccount {
  readonly name: string;
  readonly key1: Buffer;
}
export interface AzuriteBlobServer {
  readonly httpServer: Server;
  readonly metadataStore: { readonly db: LokiDatabase };
  readonly extentMetadataStore: { readonly db: LokiDatabase };
  readonly accountDataStore: { accounts: Record<string, AzuriteAccount>; refresh(): void };
  start(): Promise<void>;
  close(): Promise<void>;
}
interface AzuriteModules {
  readonly BlobServer: new (configuration: unknown) => AzuriteBlobServer;
  readonly BlobConfiguration: new (...values: unknown[]) => unknown;
}

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** CommonJS seen through an import: Node hands over the exports, a bundler may hand over their default at once. */
const defaultOf = (module: unknown): unknown => (module as { readonly default?: unknown }).default ?? module;

/** Loaded late: it takes two seconds, which only practice mode shall pay. Imports, so that the bundle carries it. */
async function loadAzurite(): Promise<AzuriteModules> {
  const [server, configuration] = await Promise.all([
    // @ts-expect-error The package carries no type declarations.
    import('azurite/dist/src/blob/BlobServer.js'),
    // @ts-expect-error The package carries no type declarations.
    import('azurite/dist/src/blob/BlobConfiguration.js'),
  ]);
  return {
    BlobServer: defaultOf(defaultOf(server)) as AzuriteModules['BlobServer'],
    BlobConfiguration: defaultOf(defaultOf(configuration)) as AzuriteModules['BlobConfiguration'],
  };
}

export interface AzuriteOptions {
  readonly folder: string;
  readonly certificatePath: string;
  readonly privateKeyPath: string;
  readonly port: number;
}

/** Builds a blob server with files under `folder`; it is not listening yet. */
export async function makeAzurite(options: AzuriteOptions): Promise<AzuriteBlobServer> {
  const { BlobServer, BlobConfiguration } = await loadAzurite();
  const configuration = {
    host: '127.0.0.1',
    port: options.port,
    keepAliveSeconds: 5,
    metadataPath: join(options.folder, 'blobs.json'),
    extentsPath: join(options.folder, 'extents.json'),
    locations: [{ locationId: 'Default', locationPath: join(options.folder, 'content'), maxConcurrency: 50 }],
    accessLog: false,
    accessLogStream: undefined,
    debugLog: false,
    debugLogPath: undefined,
    loose: false,
    // The SDK speaks a newer version of the protocol than Azurite has heard of.
    skipApiVersionCheck: true,
    certificate: options.certificatePath,
    key: options.privateKeyPath,
    password: undefined,
    oauth: 'basic',
    disableProductStyleUrl: true,
    inMemory: false,
  };
  return new BlobServer(new BlobConfiguration(...Object.values(configuration)));
}

/** Writes one of Azurite's databases to its file; calls that come together share a write. */
export function saveDatabase(database: LokiDatabase): Promise<void> {
  return new Promise((resolve, reject) => {
    database.saveDatabase((error) => (error ? reject(error) : resolve()));
  });
}

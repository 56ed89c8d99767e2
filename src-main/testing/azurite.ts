/** @file For tests: Azurite as it comes from npm, in this process, in memory, over plain http. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';

export interface MemoryAzurite {
  readonly service: BlobServiceClient;
  close(): Promise<void>;
}

/**
 * @param folder an empty folder for the few files that Azurite writes even in memory
 * @param account name of its one storage account
 */
export async function startMemoryAzurite(folder: string, account: string): Promise<MemoryAzurite> {
  const key = Buffer.alloc(64, 7).toString('base64');
  process.env.AZURITE_ACCOUNTS = `${account}:${key}`;
  const require = createRequire(import.meta.url);
  const Configuration = require('azurite/dist/src/blob/BlobConfiguration').default;
  const Server = require('azurite/dist/src/blob/BlobServer').default;
  const location = { locationId: 'Default', locationPath: join(folder, 'blobs'), maxConcurrency: 50 };
  const server = new Server(
    new Configuration(
      ...['127.0.0.1', 0, 5, join(folder, 'db.json'), join(folder, 'extents.json'), [location], false],
      ...[undefined, false, undefined, false, true, '', '', '', undefined, true, true],
    ),
  );
  await server.start();
  const credential = new StorageSharedKeyCredential(account, key);
  const service = new BlobServiceClient(`${server.getHttpServerAddress()}/${account}`, credential, {
    retryOptions: { maxTries: 1 },
  });
  return {
    service,
    close: async () => {
      await server.close();
      await server.clean();
    },
  };
}

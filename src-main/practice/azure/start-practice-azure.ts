/** @file The practice Azure: stand-ins for Entra, Graph and Resource Manager, and Azurite, in the process of the host. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { trustCertificateAuthority } from '../../platform/node/trust.ts';
import type { Log } from '../../platform/ports/log.ts';
import type { PracticeAzure, PracticeClock, PracticeRoutes } from '../ports.ts';
import { type BlobServer, startBlobServer } from './blobs/blob-server.ts';
import { type LoopbackCertificates, loadCertificates } from './certificates.ts';
import { dispatcher } from './dispatch.ts';
import { practiceApplicationId, practiceTenantId, practiceUser } from './entra/directory.ts';
import { entraRoutes } from './entra/routes.ts';
import { openEntraStore } from './entra/state.ts';
import { TokenService } from './entra/tokens.ts';
import { FaultPlan, faultControls, type PracticeFaults } from './faults.ts';
import { blobGate } from './gate.ts';
import { applicationLookup, graphRoutes } from './graph/routes.ts';
import { type DirectoryDocument, openDirectory } from './graph/state.ts';
import { type HttpsServer, startHttpsServer } from './http/https-server.ts';
import type { Route } from './http/router.ts';
import { ImportJobStore } from './import-export/job-store.ts';
import { importExportRoutes } from './import-export/routes.ts';
import type { ArmContext } from './resource-manager/arm-context.ts';
import { blobContainerRoutes } from './resource-manager/blob-containers.ts';
import { ProviderRegistry } from './resource-manager/providers.ts';
import { resourceGroupRoutes } from './resource-manager/resource-groups.ts';
import { roleAssignmentRoutes } from './resource-manager/role-assignments.ts';
import { roleDefinitionRoutes } from './resource-manager/role-definitions.ts';
import { openResources, type ResourceDocument } from './resource-manager/state.ts';
import { type StorageWorld, storageAccountRoutes } from './resource-manager/storage-accounts.ts';
import { subscriptionRoutes } from './resource-manager/subscriptions.ts';
import { vaultRoutes } from './resource-manager/vaults.ts';

export interface PracticeAzureOptions {
  /** Private folder of this practice Azure; everything it knows is below it and survives a restart. */
  readonly folder: string;
  readonly clock: PracticeClock;
  readonly log: Log;
  /** Further routes, tried first; also answered while the world plays unreachable, when below `/practice/`. */
  readonly routes?: PracticeRoutes;
  /** Port of the stand-ins; 0 (default) takes a free one. The blob service always takes a free one. */
  readonly port?: number;
}

/** A started practice Azure with its fault controls. */
export interface StartedPracticeAzure extends PracticeAzure {
  readonly faults: PracticeFaults;
}

interface State {
  readonly certificates: LoopbackCertificates;
  readonly resources: ResourceDocument;
  readonly directory: DirectoryDocument;
  readonly jobs: ImportJobStore;
  readonly tokens: TokenService;
}

/**
 * Starts the practice Azure and makes this process trust its certificate.
 * @throws AppError `practice.stateDamaged` when a state file cannot be read
 */
export async function startPracticeAzure(options: PracticeAzureOptions): Promise<StartedPracticeAzure> {
  const state = await openState(options);
  trustCertificateAuthority(state.certificates.authorityPem);
  const plan = new FaultPlan();
  let origin = '';
  const ownOrigin = (): string => origin;
  const blobs = await startBlobs(options, state, plan, ownOrigin);
  const server = await startStandIns(options, state, plan, blobs, ownOrigin).catch(async (error: unknown) => {
    await blobs.server.close();
    throw error;
  });
  origin = `https://localhost:${server.port}`;
  options.log.info({ port: server.port, blobPort: blobs.server.port }, 'practice Azure listens');
  return {
    authority: origin,
    resourceManager: origin,
    graph: origin,
    blobServiceUrl: blobs.serviceUrl,
    certificateAuthority: state.certificates.authorityPem,
    applicationId: practiceApplicationId,
    tenantId: practiceTenantId,
    importJobs: state.jobs.ledger(),
    blobService: blobs.service,
    faults: faultControls(plan, () => state.tokens.revokeSignIns()),
    close: async () => {
      await server.close();
      await blobs.server.close();
      await Promise.all([state.resources.settle(), state.directory.settle(), state.jobs.settle()]);
    },
  };
}

/** The blob service and how the others reach it. */
interface Blobs {
  readonly server: BlobServer;
  serviceUrl(accountName: string): string;
  service(accountName: string): BlobServiceClient;
}

const accountKeys = (resources: ResourceDocument): ReadonlyMap<string, string> =>
  new Map(Object.values(resources.value.storageAccounts).map(({ name, keys }) => [name, keys[0]]));

async function startBlobs(
  options: PracticeAzureOptions,
  { certificates, resources, tokens }: State,
  faults: FaultPlan,
  ownOrigin: () => string,
): Promise<Blobs> {
  const folder = join(options.folder, 'blobs');
  await mkdir(folder, { recursive: true });
  const server = await startBlobServer({
    folder,
    certificatePath: certificates.certificatePath,
    privateKeyPath: certificates.privateKeyPath,
    port: 0,
    accounts: accountKeys(resources),
    gate: blobGate({ faults, tokens, resources, ownOrigin }),
  });
  const serviceUrl = (name: string): string => `https://127.0.0.1:${server.port}/${name}`;
  return { server, serviceUrl, service: blobServiceFactory(resources, serviceUrl) };
}

function startStandIns(
  options: PracticeAzureOptions,
  state: State,
  plan: FaultPlan,
  blobs: Blobs,
  ownOrigin: () => string,
): Promise<HttpsServer> {
  const { certificates, resources, tokens, directory } = state;
  const world: StorageWorld = {
    resources,
    clock: options.clock,
    ownOrigin,
    providers: new ProviderRegistry({ resources, clock: options.clock, ownOrigin }),
    blobServiceUrl: blobs.serviceUrl,
    accountsChanged: () => blobs.server.setAccounts(accountKeys(resources)),
  };
  return startHttpsServer({
    certificatePem: certificates.certificatePem,
    privateKeyPem: certificates.privateKeyPem,
    port: options.port ?? 0,
    log: options.log,
    shouldDrop: (path) => plan.isUnreachable && !path.startsWith('/practice/'),
    handle: dispatcher({
      tokens,
      faults: plan,
      resources,
      entra: entraRoutes({ tokens, applications: applicationLookup(directory), ownOrigin }),
      graph: graphRoutes(directory),
      resourceManager: resourceManagerRoutes(world, state, blobs.service),
      extraRoutes: options.routes,
      ownOrigin,
    }),
  });
}

async function openState(options: PracticeAzureOptions): Promise<State> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const file = (name: string): string => join(options.folder, name);
  return {
    certificates: await loadCertificates(file('certificates')),
    resources: await openResources(file('resources.json'), options.clock.now()),
    directory: await openDirectory(file('directory.json')),
    jobs: await ImportJobStore.open(options.folder),
    tokens: new TokenService(await openEntraStore(file('sign-in.json'))),
  };
}

function resourceManagerRoutes(
  world: StorageWorld,
  { directory, jobs }: State,
  blobService: (accountName: string) => BlobServiceClient,
): readonly Route<ArmContext>[] {
  const hasPrincipal = (objectId: string): boolean =>
    objectId === practiceUser.objectId || directory.value.servicePrincipals[objectId] !== undefined;
  return [
    ...subscriptionRoutes(),
    ...resourceGroupRoutes(world),
    ...world.providers.routes(),
    ...storageAccountRoutes(world),
    ...blobContainerRoutes(world, blobService),
    ...vaultRoutes(world, world.providers),
    ...importExportRoutes({ world, providers: world.providers, store: jobs }),
    ...roleAssignmentRoutes(world, { hasPrincipal }),
    ...roleDefinitionRoutes(),
  ];
}

function blobServiceFactory(
  resources: ResourceDocument,
  serviceUrl: (name: string) => string,
): (name: string) => BlobServiceClient {
  const clients = new Map<string, BlobServiceClient>();
  return (name) => {
    const account = resources.value.storageAccounts[name];
    if (account === undefined) throw new Error(`No storage account ${name} in the practice Azure`);
    const known = clients.get(account.keys[0]);
    if (known !== undefined) return known;
    const credential = new StorageSharedKeyCredential(name, account.keys[0]);
    const client = new BlobServiceClient(serviceUrl(name), credential);
    clients.set(account.keys[0], client);
    return client;
  };
}

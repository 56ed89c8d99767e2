/** @file What the parts of the practice world see of each other: Azure stand-ins, clock, drives, datacenter. */
import type { BlobServiceClient } from '@azure/storage-blob';
import type { Clock } from '../platform/ports/clock.ts';

/** The practice world's time: real time plus an offset that only grows, kept over restarts. */
export interface PracticeClock extends Clock {
  /** Moves time forward and wakes sleepers whose moment has come. */
  advanceTo(moment: Date): Promise<void>;
}

/** An import job as Resource Manager holds it; `properties` are the wire shape of import-export.md 1.3. */
export interface PracticeImportJob {
  /** ARM id in lower case; the key. */
  readonly id: string;
  readonly name: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Drive id to recovery password; never part of `properties`, as the service never returns it. */
  readonly recoveryPasswords: Readonly<Record<string, string>>;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The datacenter's view of the import jobs in Resource Manager. Changes are durable when the promise resolves. */
export interface ImportJobLedger {
  list(): readonly PracticeImportJob[];
  get(id: string): PracticeImportJob | undefined;
  /** Merges into `properties`, as service staff and machines do; no client rules apply. */
  update(id: string, properties: Readonly<Record<string, unknown>>): Promise<void>;
  /** Merges into one entry of `driveList`. */
  updateDrive(id: string, driveId: string, fields: Readonly<Record<string, unknown>>): Promise<void>;
  delete(id: string): Promise<void>;
}

/** A started set of Azure stand-ins. */
export interface PracticeAzure {
  /** Entra authority host, ARM, Graph: all `https://localhost:<port>`, without trailing slash. */
  readonly authority: string;
  readonly resourceManager: string;
  readonly graph: string;
  blobServiceUrl(storageAccount: string): string;
  /** PEM of the certificate authority that signed the loopback certificate. */
  readonly certificateAuthority: string;
  readonly applicationId: string;
  readonly tenantId: string;
  readonly importJobs: ImportJobLedger;
  /** Account-key access to a storage account, for the datacenter. */
  blobService(storageAccount: string): BlobServiceClient;
  close(): Promise<void>;
}

export interface PracticeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}
export interface PracticeResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
/** Further routes on the same https server, tried first; used for the world's control interface below `/practice/`. */
export type PracticeRoutes = (request: PracticeRequest) => Promise<PracticeResponse | undefined>;

/** One thing that the practice world will do by itself. */
export interface PracticeEvent {
  /** e.g. `drivesReceived`, `transferStarts`, `packaging`, `completed`, `creatingExpires`. */
  readonly code: string;
  readonly at: Date;
}

export interface Datacenter {
  nextEvent(): PracticeEvent | undefined;
  /** Does everything that is due by the clock; really reads drives and writes blobs. */
  runDue(): Promise<void>;
}

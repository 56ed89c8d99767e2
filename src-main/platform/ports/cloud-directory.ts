import type { CloudEndpoints, CloudId } from '../../../src-shared/domain/clouds.ts';
import type { ExternalBrowser } from './external-browser.ts';

/** How to reach one cloud right now. For practice the ports differ at every start, so nothing of this is stored in a job. */
export interface CloudConnection {
  readonly cloudId: CloudId;
  readonly endpoints: CloudEndpoints;
  /** Public client application id that operators sign in to. */
  readonly applicationId: string;
  /** `organizations`, or the tenant of the practice directory. */
  readonly tenant: string;
  /** Host and port pairs that MSAL must not look up in the real cloud's instance discovery. */
  readonly knownAuthorities: readonly string[];
  /** Base URL of an account's blob service, without trailing slash. */
  blobServiceUrl(storageAccount: string): string;
  /** Extra certificate authority (PEM) to trust: practice, or a TLS-inspecting proxy. Workers need it too. */
  readonly certificateAuthority: string | undefined;
  readonly browser: ExternalBrowser;
}

export interface CloudDirectory {
  /** Everything behind it is rehearsed; never together with disks of this computer. */
  readonly isPractice: boolean;
  /** @throws AppError `practice.azureUnreachable` or `azure.unreachable` */
  connect(cloudId: CloudId): Promise<CloudConnection>;
}

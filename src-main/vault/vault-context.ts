import type { JobStore } from '../jobs/job-store.ts';
import type { Clock } from '../platform/ports/clock.ts';
import type { Log } from '../platform/ports/log.ts';
import type { StagingService } from '../staging/staging-service.ts';
import type { VaultAzure } from './vault-azure.ts';

/** What the parts of the vault share. */
export interface VaultContext {
  readonly jobs: JobStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly azure: VaultAzure;
  readonly staging: StagingService;
  /** Absolute folder for increments on their way. */
  readonly workFolder: string;
}

import type { AppInfo, StartRequest } from '../../src-shared/contract/app-calls.ts';
import type { JobId } from '../../src-shared/domain/ids.ts';
import type { Translate } from '../../src-shared/locales/translator.ts';
import type { AccountService } from '../azure/account-service.ts';
import type { ApplicationRegistration } from '../azure/application-registration.ts';
import type { AzureResources } from '../azure/azure-resources.ts';
import type { ImportJobCreator } from '../azure/create-import-job.ts';
import type { OpaqueJobs } from '../disks/opaque/opaque-jobs.ts';
import type { PrepareDisksService } from '../disks/prepare-disks-service.ts';
import type { FilesService } from '../jobs/files-service.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { PreferencesStore } from '../jobs/preferences.ts';
import type { TaskRegistry } from '../jobs/task-control.ts';
import type { MonitorService } from '../monitor/monitor-service.ts';
import type { Log } from '../platform/ports/log.ts';
import type { PracticeControl } from '../practice/world/practice-control.ts';
import type { ReadinessService } from '../readiness/readiness-service.ts';
import type { ShippingService } from '../shipping/shipping-service.ts';
import type { InitiateService } from '../staging/initiate-service.ts';
import type { StagedSetService } from '../staging/staged-set-service.ts';
import type { StagingService } from '../staging/staging-service.ts';
import type { RecoverService } from '../vault/recover-service.ts';
import type { VaultService } from '../vault/vault-service.ts';

/** What only the host can do. */
export interface HostActions {
  info(): Promise<AppInfo>;
  /** What the wizard was started with; once. */
  takeStart(): StartRequest;
  quit(): void;
  openLink(name: 'portal' | 'importExportHelp' | 'offlineBackupHelp' | 'supportedDrives'): Promise<void>;
  /** Makes a rehearsal job with sample files. */
  startSample(): Promise<JobId>;
}

/** Everything that handlers route to. */
export interface Services {
  readonly host: HostActions;
  readonly log: Log;
  readonly machineName: string;
  readonly preferences: PreferencesStore;
  /** Words in the operator's present language. */
  readonly translate: Translate;
  readonly jobs: JobStore;
  readonly tasks: TaskRegistry;
  readonly files: FilesService;
  readonly account: AccountService;
  readonly resources: AzureResources;
  readonly registration: ApplicationRegistration;
  readonly importJobs: ImportJobCreator;
  readonly staging: StagingService;
  readonly initiate: InitiateService;
  readonly stagedSet: StagedSetService;
  readonly readiness: ReadinessService;
  readonly prepareDisks: PrepareDisksService;
  readonly opaque: OpaqueJobs;
  readonly shipping: ShippingService;
  readonly monitor: MonitorService;
  readonly vault: VaultService;
  readonly recover: RecoverService;
  readonly practice: PracticeControl;
}

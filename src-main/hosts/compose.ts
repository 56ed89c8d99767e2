/** @file Puts the program together: the same services for every host. The only place that knows them all. */
import path from 'node:path';
import { createTranslator, type Translate } from '../../src-shared/locales/translator.ts';
import { createAccountService } from '../azure/account-service.ts';
import { createApplicationRegistration } from '../azure/application-registration.ts';
import { createAzureResources } from '../azure/azure-resources.ts';
import { createClassicImportJobService } from '../azure/classic-import-job-service.ts';
import { createImportJobCreator } from '../azure/create-import-job.ts';
import { createOpaqueJobs } from '../disks/opaque/opaque-jobs.ts';
import { createPrepareDisksService } from '../disks/prepare-disks-service.ts';
import { createHandlers } from '../ipc/handlers.ts';
import { createRouter } from '../ipc/router.ts';
import type { Services } from '../ipc/services.ts';
import { createFileJobStore } from '../jobs/file-job-store.ts';
import { createFilesService } from '../jobs/files-service.ts';
import { createPreferencesStore, type PreferencesStore } from '../jobs/preferences.ts';
import { createTaskRegistry } from '../jobs/task-registry.ts';
import { createBlobReader } from '../monitor/blob-reader.ts';
import { createMonitorService } from '../monitor/monitor-service.ts';
import { createComputerFacts } from '../platform/node/computer-facts.ts';
import { createNodeCommandRunner } from '../platform/node/node-command-runner.ts';
import { createPinoLog } from '../platform/node/pino-log.ts';
import type { Log } from '../platform/ports/log.ts';
import { practiceCloudDirectory } from '../platform/practice/practice-cloud-directory.ts';
import { practiceCourier } from '../platform/practice/practice-courier.ts';
import { attachOrStartPracticeWorld, type PracticeWorld } from '../practice/world/practice-world.ts';
import { createReadinessService } from '../readiness/readiness-service.ts';
import { createShippingService } from '../shipping/shipping-service.ts';
import { createInitiateService } from '../staging/initiate-service.ts';
import { createStagedSetService } from '../staging/staged-set-service.ts';
import { createStagingService } from '../staging/staging-service.ts';
import { createRecoverService } from '../vault/recover-service.ts';
import { createVaultService } from '../vault/vault-service.ts';
import type { Application } from './application.ts';
import { chooseDiskPlatform } from './choose-disk-platform.ts';
import { chooseSourceSnapshots, releaseLeftOverSnapshots } from './choose-source-snapshots.ts';
import type { ComposeOptions } from './compose-options.ts';
import { connectEvents } from './connect-events.ts';
import { lockDataFolder } from './data-folder.ts';
import { createEventHub } from './events.ts';
import { createHostActions } from './host-actions.ts';
import { readHostMachine } from './host-machine.ts';
import { createStartRequests, type StartRequests } from './start-requests.ts';

/** Translates with the language of this moment, since it may be switched at any time. */
function followingTranslator(preferences: PreferencesStore): Translate {
  let language = preferences.get().language;
  let translate = createTranslator(language);
  return (key, params) => {
    if (preferences.get().language !== language) {
      language = preferences.get().language;
      translate = createTranslator(language);
    }
    return translate(key, params);
  };
}

interface Foundation {
  readonly options: ComposeOptions;
  readonly log: Log;
  readonly world: PracticeWorld;
  readonly quit: () => void;
  readonly start: StartRequests;
}

async function createServices({ options, log, world, quit, start }: Foundation): Promise<Services> {
  const { dataFolder, secrets, notifier, power } = options;
  const { clock } = world;
  const commands = createNodeCommandRunner();
  const system = { platform: process.platform, systemRoot: process.env.SystemRoot };
  const machine = await readHostMachine({ commands, log, system });
  const clouds = practiceCloudDirectory(world);
  const disks = chooseDiskPlatform({
    mode: options.disks ?? 'practice',
    isPracticeCloud: clouds.isPractice,
    shelf: world.shelf,
    commands,
    system,
  });
  const preferences = await createPreferencesStore({
    path: path.join(dataFolder, 'preferences.json'),
    locale: Intl.DateTimeFormat().resolvedOptions().locale,
  });
  const translate = followingTranslator(preferences);
  const jobs = await createFileJobStore({ folder: path.join(dataFolder, 'jobs'), clock, log });
  const tasks = createTaskRegistry({ clock, power, log });
  const account = createAccountService({ clouds, secrets, log, defaultCloudId: 'practice' });
  const resources = createAzureResources(account);
  const registration = createApplicationRegistration({ account, secrets, log });
  const importJobService = createClassicImportJobService(account);
  const snapshots = chooseSourceSnapshots({
    ...{ commands, system },
    journalPath: path.join(dataFolder, 'snapshots.json'),
  });
  void releaseLeftOverSnapshots(snapshots, log);
  const staging = createStagingService({ log, clock, machineName: machine.name, snapshots });
  const initiate = createInitiateService({
    ...{ jobs, tasks, staging },
    isVirtualMachine: machine.isVirtualMachine,
    onWaiting: (name, { path }) =>
      notifier.notify({
        title: translate('notifications.backupWaits.title', { name }),
        body: translate('notifications.backupWaits.body', { path }),
      }),
  });
  const prepareDisks = createPrepareDisksService({
    ...{ jobs, tasks, secrets, clock, staging, log },
    ...disks,
  });
  const vaultParts = {
    ...{ jobs, tasks, clock, log, staging, secrets, notifier, translate, dataFolder },
    azure: {
      blobService: resources.blobService,
      containerAccess: resources.containerAccess,
      certificateAuthority: async (cloudId: Parameters<typeof clouds.connect>[0]) =>
        (await clouds.connect(cloudId)).certificateAuthority,
    },
  };
  return {
    ...{
      log,
      preferences,
      translate,
      jobs,
      tasks,
      account,
      resources,
      registration,
      staging,
      initiate,
      stagedSet: createStagedSetService({ jobs, tasks, staging, clock }),
      prepareDisks,
    },
    machineName: machine.name,
    opaque: createOpaqueJobs({ jobs, machineName: machine.name, isPractice: disks.isPractice }),
    host: createHostActions({
      ...{ options, jobs, preferences, quit, start },
      machineName: machine.name,
      isPractice: clouds.isPractice,
    }),
    files: createFilesService(),
    importJobs: createImportJobCreator({
      ...{ jobs, resources, clock, log },
      importJobs: importJobService,
      driveListForImport: (jobId) => prepareDisks.driveListForImport(jobId),
    }),
    readiness: createReadinessService({
      ...{ jobs, clouds, account, resources, registration, log },
      computer: createComputerFacts(machine.name, commands),
      estimateOf: (jobId) => initiate.latestEstimate(jobId),
    }),
    shipping: createShippingService({
      ...{ jobs, clock, log, dataFolder },
      importJobs: importJobService,
      courier: practiceCourier(world),
    }),
    monitor: createMonitorService({
      ...{ jobs, clock, log, notifier, translate },
      importJobs: importJobService,
      blobs: createBlobReader(resources.blobService),
      logFolder: path.join(dataFolder, 'logs'),
      appVersion: options.version,
    }),
    vault: createVaultService(vaultParts),
    recover: createRecoverService(vaultParts),
    practice: world.control,
  };
}

/** Ends in the order of dependence: nothing new begins, long work stops at a safe point, records close last. */
async function closeServices(services: Services, world: PracticeWorld): Promise<void> {
  services.initiate.close();
  await services.monitor.close();
  await services.vault.close();
  await services.recover.close();
  await services.tasks.close();
  await services.jobs.close();
  await world.close();
}

/**
 * Starts the program for one host.
 * @throws AppError `app.alreadyRunning`, `practice.stateDamaged`, `practice.worldInUse`; the system's error when the data folder cannot be used
 */
export async function composeApplication(options: ComposeOptions): Promise<Application> {
  const lock = await lockDataFolder(options.dataFolder);
  try {
    return await compose(options, lock.release);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function compose(options: ComposeOptions, release: () => Promise<void>): Promise<Application> {
  const log = createPinoLog({ file: path.join(options.dataFolder, 'logs', 'wizard.log') });
  log.info({ version: options.version, host: options.host, node: process.version }, 'start');
  const world = await attachOrStartPracticeWorld({
    folder: options.practiceFolder ?? path.join(options.dataFolder, 'practice'),
    log: log.child({ part: 'practice' }),
    ...(options.practiceDrives === undefined ? {} : { drives: options.practiceDrives }),
    ...(options.practiceMounts === undefined ? {} : { mounts: options.practiceMounts }),
  });
  const { promise: quitRequested, resolve: quit } = Promise.withResolvers<void>();
  const hub = createEventHub();
  const start = createStartRequests(() => hub.emit('app.startRequested', {}));
  if (options.start !== undefined) start.offer(options.start);
  const services = await createServices({ options, log, world, quit, start }).catch(
    async (error: unknown) => {
      await world.close();
      throw error;
    },
  );
  const stopEvents = connectEvents(services, hub);
  services.monitor.start();
  services.vault.start();
  const router = createRouter({ handlers: createHandlers(services), origin: options.origin, log });
  return {
    dispatch: router.dispatch,
    onEvent: hub.subscribe,
    startAgain: start.offer,
    quitRequested,
    async close() {
      await closeServices(services, world);
      stopEvents();
      await release();
    },
  };
}

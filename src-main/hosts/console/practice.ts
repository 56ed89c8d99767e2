/** @file `npm run practice`: the whole journey in the terminal, through the same router and services as the window. */
import '../../../scripts/require-node.ts';
import { mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import packageData from '../../../package.json' with { type: 'json' };
import { emptyInitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { brokenPassphraseRule } from '../../../src-shared/domain/passphrase.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { createTranslator } from '../../../src-shared/locales/translator.ts';
import { browserOrigin } from '../../ipc/origin.ts';
import { createNodeCommandRunner } from '../../platform/node/node-command-runner.ts';
import { openPracticeSecretStore } from '../../platform/practice/practice-secret-store.ts';
import { chooseDriveMounts } from '../../practice/drives/mounts/choose-drive-mounts.ts';
import { writeSampleSource } from '../../practice/sample-source.ts';
import { driveShelfFolder } from '../../practice/world/practice-world.ts';
import { composeApplication } from '../compose.ts';
import { createInProcessClient, type InProcessClient } from '../in-process-client.ts';
import type { Journey, PracticeFolders } from './journey-context.ts';
import { leastDriveBytes } from './journey-staging.ts';
import { describeDrives } from './practice-drives.ts';
import { type JourneyProgress, runJourney } from './practice-journey.ts';
import { type PracticeOptions, parsePracticeOptions } from './practice-options.ts';
import { tellOutcome } from './practice-outcome.ts';
import { buildReport } from './practice-report.ts';
import { createTerminalProgress } from './terminal-progress.ts';

const translate = createTranslator('en');
const progress = createTerminalProgress(process.stdout, translate);

/** Ends with a sentence about what was typed; nothing was done yet. */
function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

async function prepareFolders(options: PracticeOptions): Promise<PracticeFolders> {
  const work = path.resolve(
    options.workFolder ?? (await mkdtemp(path.join(os.tmpdir(), 'offline-backup-practice-'))),
  );
  await mkdir(work, { recursive: true });
  const source = path.resolve(options.source ?? path.join(work, 'source'));
  if (options.source === undefined) {
    if ((await stat(source).catch(() => undefined)) === undefined) await writeSampleSource(source);
  } else if (!(await stat(source).catch(() => undefined))?.isDirectory()) {
    refuse(`--source ${source}: there is no such folder.`);
  }
  return { work, source, staging: path.join(work, 'staging'), recovered: path.join(work, 'recovered') };
}

/** The operator's passphrase, or one that is made once and kept in the work folder, so that a second run has it too. */
async function readPassphrase(
  options: PracticeOptions,
  work: string,
  client: InProcessClient,
  job: JobSnapshot,
): Promise<string> {
  const file = path.resolve(options.passphraseFile ?? path.join(work, 'passphrase.txt'));
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) {
    const [passphrase = ''] = text.split(/\r?\n/);
    if (brokenPassphraseRule(passphrase) !== undefined)
      refuse(`${file}: the first line must be a passphrase of at least 16 characters.`);
    return passphrase;
  }
  if (options.passphraseFile !== undefined) refuse(`--passphrase-file ${file}: the file cannot be read.`);
  const { passphrase } = await client.call('initiate.generatePassphrase', { jobId: job.id });
  await writeFile(file, `${passphrase}\n`, { mode: 0o600 });
  return passphrase;
}

/** The job of this work folder, or a new one. */
async function openJob(client: InProcessClient, folders: PracticeFolders): Promise<JobSnapshot> {
  await client.call('account.signIn', { cloudId: 'practice', method: 'browser' });
  const [known] = await client.call('jobs.list', {});
  const job = known ?? (await client.call('jobs.create', { cloudId: 'practice' }));
  const [item] = job.draft.items;
  if (item !== undefined && item.path !== folders.source) {
    refuse(`This work folder rehearses ${item.path}. Give that --source again, or another --workdir.`);
  }
  if (item === undefined) {
    const draft = { ...emptyInitiateDraft(), items: [{ path: folders.source, kind: 'folder' as const }] };
    return client.call('initiate.saveDraft', { jobId: job.id, draft });
  }
  return job;
}

const options = parsePracticeOptions(process.argv.slice(2));
if (typeof options === 'string') refuse(options);
const folders = await prepareFolders(options);
const dataFolder = path.join(folders.work, 'app');
const practiceFolder = path.join(folders.work, 'practice');
const shelfFolder = driveShelfFolder(practiceFolder);
await mkdir(practiceFolder, { recursive: true, mode: 0o700 });
const { mounts, obstacle } = await chooseDriveMounts(
  options.driveMounts,
  shelfFolder,
  createNodeCommandRunner(),
);
const application = await composeApplication({
  host: 'console',
  version: packageData.version,
  origin: browserOrigin,
  dataFolder,
  secrets: await openPracticeSecretStore(dataFolder),
  power: { block: () => () => undefined },
  notifier: { notify: () => undefined },
  openLink: async () => undefined,
  practiceFolder,
  ...(mounts === undefined ? {} : { practiceMounts: mounts }),
  practiceDrives: { count: options.drives, sizeBytes: options.driveSizeBytes ?? leastDriveBytes },
});
const client = createInProcessClient(application);
const outcome: JourneyProgress = { reached: 'nothing', recovered: undefined };
const phases: Journey['phases'] = [];
let failure: AppError | undefined;
let lastJob: JobSnapshot | undefined;
progress.note(translate('console.workFolder', { path: folders.work }));
progress.note(translate('console.source', { path: folders.source }));
if (mounts !== undefined) progress.note(translate(`console.mounts.${mounts.kind}`, { path: shelfFolder }));
if (obstacle !== undefined) progress.note(translate(`console.mounts.${obstacle}`));
try {
  const opened = await openJob(client, folders);
  lastJob = opened;
  const passphrase = await readPassphrase(options, folders.work, client, opened);
  const journey: Journey = {
    client,
    options,
    folders,
    passphrase,
    progress,
    say: translate,
    phases,
    jobId: opened.id,
    async job() {
      lastJob = await client.call('jobs.get', { jobId: opened.id });
      return lastJob;
    },
  };
  await runJourney(journey, outcome);
  await journey.job();
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  failure = error;
}
progress.finish();
const report = buildReport({
  job: lastJob,
  drives: lastJob === undefined ? [] : await describeDrives(client, lastJob, shelfFolder),
  phases,
  reached: outcome.reached,
  recovered: outcome.recovered,
  folders,
  driveShelf: shelfFolder,
  error: failure?.toData(),
});
if (options.report !== undefined) {
  await writeFile(path.resolve(options.report), `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
}
await application.close();
process.exit(tellOutcome(report, failure, progress, translate));

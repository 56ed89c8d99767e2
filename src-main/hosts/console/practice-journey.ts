/** @file The whole journey, stage by stage; a second run goes on from where the job record stands. */
import type { RecoverResult } from '../../../src-shared/contract/recover-calls.ts';
import { hasReached, type JobPhase } from '../../../src-shared/domain/job.ts';
import type { Journey } from './journey-context.ts';
import { runCreateJob, runImport, runShipping, runVault } from './journey-datacenter.ts';
import { runPrepareDisks } from './journey-disks.ts';
import { runRecover } from './journey-recover.ts';
import { runStaging } from './journey-staging.ts';
import { type PracticeStage, practiceStages } from './practice-options.ts';

interface Stage {
  readonly stage: PracticeStage;
  /** The job phase that says this stage is done. */
  readonly phase: JobPhase;
  run(journey: Journey): Promise<void>;
}

const stages: readonly Stage[] = [
  { stage: 'staged', phase: 'staged', run: runStaging },
  { stage: 'prepared', phase: 'prepared', run: runPrepareDisks },
  { stage: 'created', phase: 'jobCreated', run: runCreateJob },
  { stage: 'shipped', phase: 'shipped', run: runShipping },
  { stage: 'imported', phase: 'imported', run: runImport },
];

/** The vault stage includes the first incremental backup, which leaves a second recovery point. */
async function vaultIsDone(journey: Journey): Promise<boolean> {
  const { vault } = await journey.job();
  return vault?.points.some(({ kind }) => kind === 'incremental') ?? false;
}

export interface JourneyProgress {
  reached: PracticeStage | 'nothing';
  recovered: RecoverResult | undefined;
}

/**
 * Runs what is left up to `options.until`.
 * @param outcome is filled as the journey goes, so that a failure still tells how far it came
 * @throws AppError of the stage that failed
 */
export async function runJourney(journey: Journey, outcome: JourneyProgress): Promise<void> {
  const last = practiceStages.indexOf(journey.options.until);
  for (const { stage, phase, run } of stages) {
    if (practiceStages.indexOf(stage) > last) return;
    if (!hasReached(await journey.job(), phase)) await run(journey);
    outcome.reached = stage;
  }
  if (practiceStages.indexOf('vaulted') > last) return;
  if (!(await vaultIsDone(journey))) await runVault(journey);
  outcome.reached = 'vaulted';
  if (journey.options.until !== 'recovered') return;
  outcome.recovered = await runRecover(journey);
  outcome.reached = 'recovered';
}

import type { JobId, TaskId } from '../../../src-shared/domain/ids.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import { fromErrorData } from '../../../src-shared/errors/app-error.ts';
import type { Translate } from '../../../src-shared/locales/translator.ts';
import type { InProcessClient } from '../in-process-client.ts';
import type { PracticeOptions } from './practice-options.ts';
import type { TerminalProgress } from './terminal-progress.ts';

/** Folders of one rehearsal. */
export interface PracticeFolders {
  readonly work: string;
  readonly source: string;
  readonly staging: string;
  readonly recovered: string;
}

/** One phase as the report tells it. */
export interface PhaseReport {
  readonly phase: string;
  readonly bytes: number;
  readonly files: number;
  readonly seconds: number;
}

export interface Journey {
  readonly client: InProcessClient;
  readonly options: PracticeOptions;
  readonly folders: PracticeFolders;
  readonly passphrase: string;
  readonly progress: TerminalProgress;
  /** Words under `console.*`. */
  readonly say: Translate;
  readonly phases: PhaseReport[];
  job(): Promise<JobSnapshot>;
  readonly jobId: JobId;
}

/**
 * Follows a task to its end, shows it, notes it for the report.
 * @throws AppError what the task failed with
 */
export async function followToTheEnd(
  journey: Journey,
  phase: string,
  start: () => Promise<{ readonly taskId: TaskId }>,
  onUpdate: (task: TaskSnapshot) => void = () => undefined,
): Promise<TaskSnapshot> {
  const started = performance.now();
  const { taskId } = await start();
  // Each phase of a task counts from zero; the largest of them is the work that the phase of the report stands for.
  let bytes = 0;
  let files = 0;
  const task = await journey.client.followTask(taskId, (snapshot) => {
    bytes = Math.max(bytes, snapshot.progress.doneBytes);
    files = Math.max(files, snapshot.progress.doneFiles);
    journey.progress.update(snapshot);
    onUpdate(snapshot);
  });
  journey.progress.finish();
  if (task.error !== undefined) throw fromErrorData(task.error);
  journey.phases.push({
    phase,
    bytes,
    files,
    seconds: (performance.now() - started) / 1000,
  });
  for (const warning of task.warnings.slice(0, 20))
    journey.progress.note(`${warning.code}: ${warning.path} (${warning.reason})`);
  if (task.warningCount > 20)
    journey.progress.note(journey.say('console.moreWarnings', { count: task.warningCount - 20 }));
  return task;
}

import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';

const keptWarnings = 1000;

/** What was skipped or failed: all counted, the first thousand kept. */
export interface RestoreIssues {
  readonly skipped: TaskWarning[];
  readonly failed: TaskWarning[];
  skippedCount: number;
  failedCount: number;
  skip(warning: TaskWarning): void;
  fail(warning: TaskWarning): void;
  /** Only told, not counted: the entry itself was restored, or there is nothing of it to restore. */
  note(warning: TaskWarning): void;
}

/** @param warn tells the task about every warning */
export function createRestoreIssues(warn: (warning: TaskWarning) => void): RestoreIssues {
  const issues: RestoreIssues = {
    skipped: [],
    failed: [],
    skippedCount: 0,
    failedCount: 0,
    skip(warning) {
      issues.skippedCount += 1;
      if (issues.skipped.length < keptWarnings) issues.skipped.push(warning);
      warn(warning);
    },
    fail(warning) {
      issues.failedCount += 1;
      if (issues.failed.length < keptWarnings) issues.failed.push(warning);
      warn(warning);
    },
    note: warn,
  };
  return issues;
}

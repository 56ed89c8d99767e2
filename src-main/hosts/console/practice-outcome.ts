import type { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Translate } from '../../../src-shared/locales/translator.ts';
import { explainError } from '../explain-error.ts';
import type { PracticeReport } from './practice-report.ts';
import type { TerminalProgress } from './terminal-progress.ts';

/**
 * Says how a rehearsal ended.
 * @returns the exit code: 0 only when the recovered tree is identical, or the run stopped where it was asked to
 */
export function tellOutcome(
  report: PracticeReport,
  failure: AppError | undefined,
  progress: TerminalProgress,
  say: Translate,
): number {
  const complain = (text: string): void => {
    process.stderr.write(`\n${text}\n`);
  };
  const { outcome, reached, recovered, paths } = report;
  switch (outcome) {
    case 'failed':
      complain(say('console.stoppedAfter', { stage: reached }));
      if (failure !== undefined) complain(explainError(failure, say));
      return 1;
    case 'stopped':
      progress.step(say('console.stoppedAsAsked', { stage: reached, path: paths.work }));
      return 0;
    case 'identical':
      progress.step(say('console.identical', { files: recovered?.files ?? 0, bytes: recovered?.bytes ?? 0 }));
      return 0;
    case 'different':
      for (const { path, code } of recovered?.differenceList.slice(0, 20) ?? [])
        progress.note(`${code}: ${path}`);
      complain(
        say('console.different', {
          differences: recovered?.differences ?? 0,
          notRecovered: recovered?.notRecovered ?? 0,
        }),
      );
      return 1;
  }
}

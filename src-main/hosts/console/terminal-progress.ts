/** @file Progress of the journey in the terminal: one live line on a terminal, one line every few seconds in a log. */
import { settledBytes, settledFraction } from '../../../src-shared/domain/settled-progress.ts';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import type { Translate } from '../../../src-shared/locales/translator.ts';

const logIntervalMilliseconds = 5000;

export interface TerminalProgress {
  /** A step has begun. */
  step(text: string): void;
  note(text: string): void;
  update(task: TaskSnapshot): void;
  /** Ends the live line. */
  finish(): void;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** `Copying 41 % 1.2 of 3.0 MB 210 MB/s 12 s left`, with what is known. */
export function progressLine(task: TaskSnapshot, say: Translate): string {
  const { progress } = task;
  const parts = [say(`phases.${task.phase}`)];
  const fraction = settledFraction(progress, task.state);
  if (progress.totalBytes !== undefined && progress.totalBytes > 0 && fraction !== undefined) {
    parts.push(`${Math.floor(fraction * 100)} %`);
    parts.push(`${megabytes(settledBytes(progress))} of ${megabytes(progress.totalBytes)}`);
  } else if (progress.doneBytes > 0) parts.push(megabytes(progress.doneBytes));
  if (progress.doneFiles > 0) parts.push(`${progress.doneFiles} files`);
  if (progress.bytesPerSecond !== undefined) parts.push(`${megabytes(progress.bytesPerSecond)}/s`);
  if (progress.secondsLeft !== undefined) parts.push(`${Math.ceil(progress.secondsLeft)} s left`);
  if (task.warningCount > 0) parts.push(`${task.warningCount} warnings`);
  return parts.join('  ');
}

export function createTerminalProgress(output: NodeJS.WriteStream, say: Translate): TerminalProgress {
  let isLive = false;
  let lastLogged = 0;
  let lastPhase = '';
  const endLive = (): void => {
    if (isLive) output.write('\n');
    isLive = false;
  };
  return {
    step(text) {
      endLive();
      lastPhase = '';
      output.write(`\n${text}\n`);
    },
    note(text) {
      endLive();
      output.write(`  ${text}\n`);
    },
    update(task) {
      const line = `  ${progressLine(task, say)}`;
      if (output.isTTY) {
        output.write(`\r\u001b[2K${line.slice(0, Math.max(20, output.columns - 1))}`);
        isLive = true;
        return;
      }
      const now = performance.now();
      if (task.phase === lastPhase && now - lastLogged < logIntervalMilliseconds) return;
      lastLogged = now;
      lastPhase = task.phase;
      output.write(`${line}\n`);
    },
    finish: endLive,
  };
}

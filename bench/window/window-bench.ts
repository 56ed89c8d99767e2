/** @file The window bench: does the window stay smooth while a backup runs? */
import path from 'node:path';
import { ensureBrowser } from '../../scripts/ensure-browser.ts';
import type { BenchContext, BenchModule, BenchOutcome } from '../common/bench-module.ts';
import { buildWindow } from './build-window.ts';
import { runWindow } from './run-window.ts';
import { type WindowRun, windowRows } from './window-rows.ts';
import { ensureWindowSource, fullSource, shortSource } from './window-source.ts';

const notes = [
  'the page is built as the product, in headless Chromium by the browser host; its main process runs from source in the process of the bench',
  'CPU ms do not grow on a busy machine; frames, gaps and blocks are by the clock, and also long when the machine gave the browser no time',
];

async function runWindowBench({ options, workFolder, say, keep }: BenchContext): Promise<BenchOutcome> {
  const runs: WindowRun[] = [];
  const outcome = (): BenchOutcome => ({
    rows: windowRows(runs, !options.isShort),
    measurements: runs,
    notes,
  });
  const browser = await ensureBrowser();
  say('Files to back up ...');
  const sources = ensureWindowSource(workFolder, options.isShort ? shortSource : fullSource);
  const built = await buildWindow(path.join(workFolder, 'window', 'built'));
  const folder = path.join(workFolder, 'output', 'window');
  for (let round = 1; round <= (options.isPreparingOnly ? 0 : options.runs); round += 1) {
    const run = await runWindow({ round, folder, sources, browser, built });
    runs.push(run);
    const worst = Math.round(Math.max(0, ...run.gaps));
    say(
      `  round ${round}: ${run.files} files, ${run.frameCount} frames in ${run.seconds.toFixed(1)} s, ${run.longFrames.length} long ones; ${run.taskCount} tasks, longest ${Math.round(Math.max(0, ...run.tasks))} CPU ms; longest gap ${worst} ms`,
    );
    await keep(outcome());
  }
  return outcome();
}

export const windowBench: BenchModule = {
  name: 'window',
  purpose: 'frames of the window while a backup runs',
  cases: ['backup'],
  run: runWindowBench,
};

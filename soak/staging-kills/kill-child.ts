/** @file Starts the process that backs up, and kills it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import path from 'node:path';
import type { KillInstant, WholeRun } from './kill-plan.ts';

export interface ChildEnd {
  readonly wasKilled: boolean;
  /** What an undisturbed run took. */
  readonly whole: WholeRun;
  /** Bytes that the process read from files, its own program included; 0 when it was killed. */
  readonly readBytes: number;
}

const childFile = path.join(import.meta.dirname, 'back-up-child.ts');
const compileCache = path.resolve(import.meta.dirname, '../../node_modules/.cache/compiled');
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Backs up in a process of its own, which is killed at an instant unless it ended before.
 * @param staging a folder that nobody else changes meanwhile
 * @throws Error with what the process wrote when it ended by itself and not well
 */
export async function runChild(
  staging: string,
  source: string,
  instant: KillInstant | undefined,
): Promise<ChildEnd> {
  const child = spawn(process.execPath, [childFile, staging, source], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  });
  running.add(child);
  let output = '';
  let trouble = '';
  child.stdout.on('data', (piece: Buffer) => {
    output += piece.toString();
  });
  child.stderr.on('data', (piece: Buffer) => {
    trouble += piece.toString();
  });
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) =>
    child.on('close', (code, signal) => resolve(signal ?? code)),
  );
  let changes = 0;
  let beganAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const kill = (): void => void child.kill('SIGKILL');
  const watcher = watch(staging, () => {
    changes += 1;
    if (instant?.kind === 'change' && changes === instant.number) kill();
    if (changes > 1) return;
    beganAt = performance.now();
    if (instant?.kind === 'time') timer = setTimeout(kill, instant.milliseconds);
  });
  const how = await ended;
  const milliseconds = performance.now() - beganAt;
  clearTimeout(timer);
  watcher.close();
  running.delete(child);
  const wasKilled = how === 'SIGKILL';
  if (!wasKilled && how !== 0) throw new Error(`the backup ended with ${how}: ${trouble.slice(0, 2000)}`);
  return { wasKilled, whole: { milliseconds, changes }, readBytes: wasKilled ? 0 : Number(output) };
}

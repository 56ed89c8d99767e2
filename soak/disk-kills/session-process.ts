/** @file Starts the process that prepares drives, and kills it. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

/** Looked at every few milliseconds; true: now is the time. */
export type Instant = (sinceStart: number, sinceSession: number | undefined) => boolean;

export interface SessionEnd {
  readonly wasKilled: boolean;
  /** From the start of the process to the start of its session. */
  readonly startMilliseconds: number;
  /** From there to its end. */
  readonly sessionMilliseconds: number;
  /** State of the task and its error; empty when it was killed. */
  readonly finished: string;
}

const childFile = path.join(import.meta.dirname, 'session-child.ts');
const compileCache = path.resolve(import.meta.dirname, '../../node_modules/.cache/compiled');
const lookEveryMilliseconds = 1;
const longestMilliseconds = 120_000;
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Runs a session in a process of its own.
 * @param instant when it is killed; undefined: it runs to its end
 * @param onWaiting called when the session waits for a drive, again and again
 * @throws Error with what the process wrote when it ended by itself and not well, or not at all
 */
export async function runSession(
  folder: string,
  names: readonly string[],
  instant: Instant | undefined,
  onWaiting: () => void = () => undefined,
): Promise<SessionEnd> {
  const beganAt = performance.now();
  let sessionAt: number | undefined;
  let finished = '';
  let trouble = '';
  const child = spawn(process.execPath, [childFile, folder, names.join(',')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  });
  running.add(child);
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    for (const line of piece.split('\n')) {
      if (line === 'session') sessionAt = performance.now();
      if (line === 'waiting') onWaiting();
      if (line.startsWith('finished')) finished = line.slice('finished '.length);
    }
  });
  child.stderr.on('data', (piece: Buffer) => {
    trouble += piece.toString();
  });
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.on('close', (code, signal) => resolve(signal ?? code));
  });
  let isTooLong = false;
  const timer = setInterval(() => {
    const now = performance.now();
    isTooLong = now - beganAt > longestMilliseconds;
    const isTime = instant?.(now - beganAt, sessionAt === undefined ? undefined : now - sessionAt);
    if (isTooLong || isTime === true) child.kill('SIGKILL');
  }, lookEveryMilliseconds);
  const how = await ended;
  clearInterval(timer);
  running.delete(child);
  if (isTooLong) throw new Error(`the session did not end in ${longestMilliseconds / 1000} s`);
  const wasKilled = how === 'SIGKILL';
  if (!wasKilled && how !== 0) throw new Error(`the session ended with ${how}: ${trouble.slice(0, 2000)}`);
  const endedAt = performance.now();
  return {
    wasKilled,
    startMilliseconds: (sessionAt ?? endedAt) - beganAt,
    sessionMilliseconds: endedAt - (sessionAt ?? endedAt),
    finished: wasKilled ? '' : finished,
  };
}

/** @file Starts programs, joined by pipes where there are several. Never through a shell. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { requireProgram } from './find-program.ts';

export interface Command {
  /** Absolute path. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** Beside PATH, HOME, the locale and what reaching a registry needs. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly workingFolder?: string;
}

/** Each program's output is the next one's input. */
export type Pipeline = readonly [Command, ...Command[]];

export interface RunningPipeline {
  /** Process ids of the programs. */
  readonly ids: readonly number[];
  readonly finished: Promise<PipelineOutcome>;
}

export interface PipelineOutcome {
  /** What went wrong: the first program that failed, its exit and the end of its words. */
  readonly failure: string | undefined;
  /** What the last program printed, up to a limit. */
  readonly output: string;
}

const longestOutput = 1024 * 1024;
const running = new Set<ChildProcess>();
// Ended with us whatever ends us, so that a bench that is stopped leaves nothing behind that goes on writing.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** How this machine reaches a registry: proxies and certificates. */
const networkVariable =
  /^(https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|npm_config_registry)$/i;

function environmentFor(command: Command): Record<string, string> {
  const { PATH = '/usr/sbin:/usr/bin:/sbin:/bin', HOME = '/' } = process.env;
  const network = Object.entries(process.env).filter(
    (entry): entry is [string, string] => networkVariable.test(entry[0]) && entry[1] !== undefined,
  );
  return { PATH, HOME, LC_ALL: 'C.UTF-8', ...Object.fromEntries(network), ...command.environment };
}

/** A pipe of the kernel, as a shell makes it; what Node calls a pipe is a pair of sockets, which would slow a peer down. */
async function openPipe(): Promise<{ readonly read: FileHandle; readonly write: FileHandle }> {
  const file = path.join(tmpdir(), `bench-pipe-${randomBytes(8).toString('hex')}`);
  const made = spawnSync(requireProgram('mkfifo'), ['-m', '600', file]);
  if (made.status !== 0) throw new Error(`mkfifo ${file}: ${made.stderr}`);
  try {
    // Each end waits for the other one.
    const [read, write] = await Promise.all([open(file, 'r'), open(file, 'w')]);
    return { read, write };
  } finally {
    await rm(file, { force: true });
  }
}

function collect(stream: NodeJS.ReadableStream | null, keep: 'first' | 'last'): () => string {
  let text = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (piece: string) => {
    text = keep === 'first' ? (text + piece).slice(0, longestOutput) : (text + piece).slice(-4000);
  });
  return () => text;
}

function watch(child: ChildProcess, command: Command): Promise<PipelineOutcome> {
  running.add(child);
  const output = collect(child.stdout, 'first');
  const words = collect(child.stderr, 'last');
  return new Promise((resolve) => {
    const end = (reason: string | undefined): void => {
      running.delete(child);
      const failure =
        reason === undefined ? undefined : `${path.basename(command.program)}: ${reason} ${words()}`.trim();
      resolve({ failure, output: output() });
    };
    child.once('error', (error) => end(error.message));
    child.once('close', (code, signal) => end(code === 0 ? undefined : `ended with ${signal ?? code}.`));
  });
}

/** @param longestMilliseconds then all programs are killed */
export async function startPipeline(
  pipeline: Pipeline,
  longestMilliseconds: number,
): Promise<RunningPipeline> {
  const pipes = await Promise.all(pipeline.slice(1).map(openPipe));
  const children = pipeline.map((command, index) =>
    spawn(command.program, [...command.arguments], {
      env: environmentFor(command),
      cwd: command.workingFolder,
      stdio: [pipes[index - 1]?.read.fd ?? 'ignore', pipes[index]?.write.fd ?? 'pipe', 'pipe'],
    }),
  );
  // At once: a program may end while the pipes are closed here, and nobody would hear of it.
  const outcomes = children.map((child, index) => watch(child, pipeline[index] ?? pipeline[0]));
  await Promise.all(pipes.flatMap(({ read, write }) => [read.close(), write.close()]));
  let isTimedOut = false;
  const timer = setTimeout(() => {
    isTimedOut = true;
    for (const child of children) child.kill('SIGKILL');
  }, longestMilliseconds);
  const finished = Promise.all(outcomes).then((all) => {
    clearTimeout(timer);
    const failure = all.find((outcome) => outcome.failure !== undefined)?.failure;
    return {
      failure: isTimedOut ? `not finished after ${longestMilliseconds / 1000} s` : failure,
      output: all.at(-1)?.output ?? '',
    };
  });
  return { ids: children.flatMap(({ pid }) => pid ?? []), finished };
}

const longestPreparation = 30 * 60_000;

/** Runs what is not measured. @returns what the last program printed. @throws Error with the program's words */
export async function runPipeline(...pipeline: Pipeline): Promise<string> {
  const { failure, output } = await (await startPipeline(pipeline, longestPreparation)).finished;
  if (failure !== undefined) throw new Error(failure);
  return output;
}

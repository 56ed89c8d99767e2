import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import {
  type CommandOutcome,
  type CommandRequest,
  type CommandRunner,
  longestCommandOutputBytes,
} from '../ports/command-runner.ts';
import { childEnvironment } from './child-environment.ts';
import { redactText } from './redact.ts';
import { systemErrorCode } from './unexpected-error.ts';

/** Text of a stream, up to the limit. Joined as bytes first: a character may lie across two pieces. */
function collect(stream: NodeJS.ReadableStream, encoding: BufferEncoding): () => string {
  const pieces: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (piece: Buffer) => {
    if (bytes < longestCommandOutputBytes) pieces.push(piece);
    bytes += piece.length;
  });
  return () => Buffer.concat(pieces).subarray(0, longestCommandOutputBytes).toString(encoding);
}

function hide(text: string, request: CommandRequest): string {
  const hidden = (request.redact ?? [])
    .filter((secret) => secret !== '')
    .reduce((clean, secret) => clean.replaceAll(secret, '[redacted]'), text);
  return redactText(hidden);
}

/** A whole script as an argument would fill the details before they come to what the program said. */
const longestShownArgument = 256;

const shown = (argument: string): string =>
  argument.length > longestShownArgument ? `${argument.slice(0, 32)}...` : argument;

function failure(
  code: 'command.notFound' | 'command.failed' | 'command.timedOut',
  request: CommandRequest,
  facts: { readonly exitCode?: number; readonly output?: string; readonly cause?: unknown },
): AppError {
  const commandLine = [request.program, ...request.arguments.map(shown)].join(' ');
  return new AppError({
    kind: 'environment',
    code,
    params: {
      program: request.program,
      exitCode: facts.exitCode ?? -1,
      seconds: Math.round(request.timeoutMilliseconds / 1000),
    },
    details: hide(`${commandLine}\n${facts.output ?? ''}`, request),
    retry: 'same-call',
    cause: facts.cause,
  });
}

/** Feeds standard input; a child that ends without reading it all is no failure of its own. */
function feed(child: ChildProcessWithoutNullStreams, input: string, encoding: BufferEncoding): void {
  child.stdin.on('error', () => undefined);
  child.stdin.end(input, encoding);
}

async function run(request: CommandRequest): Promise<CommandOutcome> {
  if (!isAbsolute(request.program)) {
    throw new Error(`A program is named by its absolute path, not as ${request.program}`);
  }
  request.signal?.throwIfAborted();
  const child = spawn(request.program, [...request.arguments], {
    shell: false,
    windowsHide: true,
    env: childEnvironment(),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { encoding = 'utf8' } = request;
  const standardOutput = collect(child.stdout, encoding);
  const standardError = collect(child.stderr, encoding);
  let isTimedOut = false;
  const timer = setTimeout(() => {
    isTimedOut = true;
    child.kill('SIGKILL');
  }, request.timeoutMilliseconds);
  const onAbort = (): void => void child.kill('SIGKILL');
  request.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? -1));
      feed(child, request.input ?? '', encoding);
    }).catch((cause: unknown) => {
      throw failure('command.notFound', request, { output: systemErrorCode(cause) ?? '', cause });
    });
    request.signal?.throwIfAborted();
    const outcome = { exitCode, standardOutput: standardOutput(), standardError: standardError() };
    const output = `${outcome.standardOutput.slice(-4000)}\n${outcome.standardError.slice(-4000)}`;
    if (isTimedOut) throw failure('command.timedOut', request, { output });
    if (!(request.successCodes ?? [0]).includes(exitCode)) {
      throw failure('command.failed', request, { exitCode, output });
    }
    return outcome;
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', onAbort);
  }
}

/** Runs external programs: absolute path, argument array, no shell, small environment, time limit. */
export function createNodeCommandRunner(): CommandRunner {
  return { run };
}

/** @file Programs that are started once: a start of a process that has half a gigabyte in hand makes the system protect, and then fault in, every page of it. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { isAbsolute } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { type CommandOutcome, longestCommandOutputBytes } from '../ports/command-runner.ts';
import type { CommandSession, CommandSessionRequest } from '../ports/command-session.ts';
import { childEnvironment } from './child-environment.ts';

/** Longer than any mark with an exit code. */
const tailCharacters = 256;

/** Gathers one output of an answer up to its mark. */
class MarkedOutput {
  readonly #mark: RegExp;
  readonly #pieces: string[] = [];
  #length = 0;
  #tail = '';

  /** @param mark matches it at the very end */
  constructor(mark: RegExp) {
    this.#mark = mark;
  }

  add(piece: string): void {
    this.#tail = (this.#tail + piece).slice(-tailCharacters);
    if (this.#length < longestCommandOutputBytes) this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** What the mark tells; undefined until it is there. */
  get found(): RegExpExecArray | undefined {
    return this.#mark.exec(this.#tail) ?? undefined;
  }

  /** Without the mark. */
  get text(): string {
    const markLength = this.found?.[0].length ?? 0;
    const text = this.#pieces.join('');
    return text.slice(0, Math.min(longestCommandOutputBytes, this.#length - markLength));
  }
}

interface Exchange {
  readonly output: MarkedOutput;
  readonly errorOutput: MarkedOutput;
  resolve(outcome: CommandOutcome): void;
  reject(error: AppError): void;
}

class NodeCommandSession implements CommandSession {
  readonly #request: CommandSessionRequest;
  readonly #child: ChildProcessWithoutNullStreams;
  #current: Exchange | undefined;
  #failure: AppError | undefined;

  constructor(request: CommandSessionRequest) {
    if (!isAbsolute(request.program))
      throw new Error(`A program is named by its absolute path, not as ${request.program}`);
    this.#request = request;
    this.#child = spawn(request.program, [...request.arguments], {
      shell: false,
      windowsHide: true,
      env: childEnvironment(),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const { stdin, stdout, stderr } = this.#child;
    stdin.setDefaultEncoding('latin1');
    stdin.on('error', () => undefined);
    for (const [stream, name] of [
      [stdout, 'output'],
      [stderr, 'errorOutput'],
    ] as const) {
      stream.setEncoding('latin1');
      stream.on('data', (piece: string) => this.#take(name, piece));
    }
    this.#child.on('error', (cause) => this.#fail('command.notFound', -1, cause));
    this.#child.on('close', (code) => this.#fail('command.failed', code ?? -1));
    this.#hold(false);
  }

  async exchange(input: string): Promise<CommandOutcome> {
    if (this.#failure !== undefined) throw this.#failure;
    const { mark, timeoutMilliseconds } = this.#request;
    const timer = setTimeout(() => {
      this.#fail('command.timedOut');
      this.#child.kill('SIGKILL');
    }, timeoutMilliseconds);
    this.#hold(true);
    try {
      return await new Promise<CommandOutcome>((resolve, reject) => {
        const output = new MarkedOutput(new RegExp(`${mark} (\\d+)\\n$`));
        const errorOutput = new MarkedOutput(new RegExp(`${mark}\\n$`));
        this.#current = { output, errorOutput, resolve, reject };
        this.#child.stdin.write(input);
      });
    } finally {
      clearTimeout(timer);
      this.#current = undefined;
      this.#hold(false);
    }
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }

  #take(name: 'output' | 'errorOutput', piece: string): void {
    const exchange = this.#current;
    if (exchange === undefined) return;
    exchange[name].add(piece);
    const { output, errorOutput } = exchange;
    const [, exitCode] = output.found ?? [];
    if (exitCode === undefined || errorOutput.found === undefined) return;
    exchange.resolve({
      exitCode: Number(exitCode),
      standardOutput: output.text,
      standardError: errorOutput.text,
    });
  }

  #fail(
    code: 'command.notFound' | 'command.failed' | 'command.timedOut',
    exitCode = -1,
    cause?: unknown,
  ): void {
    const { program, timeoutMilliseconds } = this.#request;
    const params = { program, exitCode, seconds: Math.round(timeoutMilliseconds / 1000) };
    this.#failure ??= new AppError({ kind: 'environment', code, params, retry: 'same-call', cause });
    this.#current?.reject(this.#failure);
  }

  /** Whether the thread has to live on for it. */
  #hold(isHeld: boolean): void {
    const { stdin, stdout, stderr } = this.#child;
    // Pipes of a child are sockets, though their types do not say so.
    const held = [
      this.#child,
      stdin as unknown as Socket,
      stdout as unknown as Socket,
      stderr as unknown as Socket,
    ];
    for (const each of held) {
      if (isHeld) each.ref();
      else each.unref();
    }
  }
}

/** Starts a program that goes on: absolute path, argument array, small environment, time limit for each answer. */
export function openNodeCommandSession(request: CommandSessionRequest): CommandSession {
  return new NodeCommandSession(request);
}

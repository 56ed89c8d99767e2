import type { CommandOutcome } from './command-runner.ts';

/** A program that is started once and asked again and again. */
export interface CommandSessionRequest {
  /** Absolute path of the program; never looked up on PATH. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** Ends every answer: on standard output `<mark> <exit code>`, on standard error `<mark>`, each with a line end. */
  readonly mark: string;
  /** For one answer. */
  readonly timeoutMilliseconds: number;
}

export interface CommandSession {
  /**
   * Sends text and waits for the answer, both with one character per byte. One at a time. What an output has beyond
   * `longestCommandOutputBytes` is cut.
   * @throws AppError `command.notFound`, `command.failed`, `command.timedOut`; the session is over then
   */
  exchange(input: string): Promise<CommandOutcome>;
  close(): void;
}

/** Starts a program that goes on. It ends with the thread that started it, and does not keep it alive while nothing is asked. */
export type OpenCommandSession = (request: CommandSessionRequest) => CommandSession;

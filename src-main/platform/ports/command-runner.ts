/** More than any of our programs prints; what comes beyond is cut, so that a program gone wild cannot fill the memory. */
export const longestCommandOutputBytes = 16 * 1024 * 1024;

export interface CommandRequest {
  /** Absolute path of the program; never looked up on PATH, never a shell. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** Text for standard input; the place for values and secrets. */
  readonly input?: string;
  /** Of input and output; `latin1` carries bytes, one per character. Absent: `utf8`. */
  readonly encoding?: 'utf8' | 'latin1';
  readonly successCodes?: readonly number[];
  readonly timeoutMilliseconds: number;
  readonly signal?: AbortSignal;
  /** Strings that must not appear in errors and logs. */
  readonly redact?: readonly string[];
}

export interface CommandOutcome {
  readonly exitCode: number;
  readonly standardOutput: string;
  readonly standardError: string;
}

/** The one way to run an external program. Throws AppError with redacted command and output on any other exit code. */
export interface CommandRunner {
  run(request: CommandRequest): Promise<CommandOutcome>;
}

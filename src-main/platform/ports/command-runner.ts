export interface CommandRequest {
  /** Absolute path of the program; never looked up on PATH, never a shell. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** Text for standard input; the place for values and secrets. */
  readonly input?: string;
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

import { win32 } from 'node:path';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import type { CommandRunner } from '../../ports/command-runner.ts';
import type { Script } from './define-script.ts';
import { parseAnswer } from './parse-answer.ts';

export interface PowerShellRequest {
  /** Values for the script. They go through standard input, never into its text or its arguments. */
  readonly values?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Strings that must not appear in errors and logs. */
  readonly redact?: readonly string[];
}

/** The one way to PowerShell: constant scripts, one process each, checked answers. */
export interface PowerShell {
  /** @throws AppError `command.notFound`, `command.failed`, `command.timedOut`, `windows.answerUnreadable`; ScriptRefusal */
  run<Answer>(script: Script<Answer>, request?: PowerShellRequest): Promise<Answer>;
}

/** JSON in ASCII: whatever code page a console has, this arrives as it was sent. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value ?? {}).replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Windows PowerShell 5.1, a part of the system, by its absolute path. @throws AppError `disk.platformUnavailable` outside of Windows */
export function windowsPowerShellPath(systemRoot: string | undefined): string {
  if (systemRoot === undefined || !/^[A-Za-z]:\\/.test(systemRoot)) {
    throw new AppError({ kind: 'environment', code: 'disk.platformUnavailable' });
  }
  return win32.join(systemRoot, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
}

/**
 * `-InputFormat None` keeps the host from reading standard input itself, which it otherwise does while the script runs;
 * the execution policy concerns files, and scripts are none, but a policy of "restricted" would also keep modules from loading.
 */
const fixedArguments = [
  '-NoLogo',
  '-NoProfile',
  '-NonInteractive',
  '-ExecutionPolicy',
  'Bypass',
  '-InputFormat',
  'None',
  '-OutputFormat',
  'Text',
  '-EncodedCommand',
] as const;

export function createPowerShell(options: {
  readonly commands: CommandRunner;
  readonly systemRoot: string | undefined;
}): PowerShell {
  const { commands, systemRoot } = options;
  return {
    async run(script, { values, signal, redact } = {}) {
      const outcome = await commands.run({
        program: windowsPowerShellPath(systemRoot),
        arguments: [...fixedArguments, Buffer.from(script.text, 'utf16le').toString('base64')],
        input: asciiJson(values),
        timeoutMilliseconds: script.timeoutMilliseconds,
        ...(signal === undefined ? {} : { signal }),
        ...(redact === undefined ? {} : { redact }),
      });
      return parseAnswer(script, outcome.standardOutput);
    },
  };
}

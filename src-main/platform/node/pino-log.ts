import { type Logger, pino } from 'pino';
import type { Log } from '../ports/log.ts';
import { openLogFile } from './log-file.ts';
import { redact, redactText } from './redact.ts';

export interface PinoLogOptions {
  /** Absolute path of the log file; its folder is made. */
  readonly file: string;
  /** Size at which the file is put aside as `<file>.1`; 5 MiB when absent, so at most 10 MiB in all. */
  readonly maximumBytes?: number;
  readonly level?: 'debug' | 'info' | 'warn' | 'error';
}

const defaultMaximumBytes = 5 * 1024 * 1024;

const redactFields = (fields: Readonly<Record<string, unknown>>): object => redact(fields) as object;

function wrap(logger: Logger): Log {
  return {
    debug: (fields, message) => logger.debug(redactFields(fields), redactText(message)),
    info: (fields, message) => logger.info(redactFields(fields), redactText(message)),
    warn: (fields, message) => logger.warn(redactFields(fields), redactText(message)),
    error: (fields, message) => logger.error(redactFields(fields), redactText(message)),
    child: (fields) => wrap(logger.child(redactFields(fields))),
  };
}

/** JSON lines into a file of limited size; every field and message is redacted before it is written. */
export function createPinoLog(options: PinoLogOptions): Log {
  const file = openLogFile(options.file, options.maximumBytes ?? defaultMaximumBytes);
  return wrap(
    pino({ level: options.level ?? 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime }, file),
  );
}

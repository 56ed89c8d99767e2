import type { Log } from '../ports/log.ts';

/** Writes nothing: for tests and for parts that have no log of their own. */
export function createSilentLog(): Log {
  const log: Log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
    child: () => log,
  };
  return log;
}

import { randomUUID } from 'node:crypto';
import type { JobId } from '../../src-shared/domain/ids.ts';
import type { RecoveryPointSummary } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { PointIndex } from './point-index.ts';

const idleMilliseconds = 30 * 60_000;
const sweepMilliseconds = 60_000;

/** An opened recovery point. The data key lives here and nowhere else. */
export interface RecoverSession {
  readonly jobId: JobId;
  readonly point: RecoveryPointSummary;
  readonly dataKey: Uint8Array;
  readonly index: Promise<PointIndex>;
}

/** Opened recovery points by id; one that nobody used for half an hour is forgotten with its key. */
export interface RecoverSessions {
  add(session: RecoverSession): string;
  /** @throws AppError `vault.sessionExpired` */
  get(sessionId: string): RecoverSession;
  close(sessionId: string): void;
  closeAll(): void;
}

/** @param now milliseconds of a clock that never jumps; the practice clock must not close sessions */
export function createRecoverSessions(now: () => number = () => performance.now()): RecoverSessions {
  const sessions = new Map<string, { readonly session: RecoverSession; usedAt: number }>();
  const forget = (sessionId: string): void => {
    sessions.get(sessionId)?.session.dataKey.fill(0);
    sessions.delete(sessionId);
  };
  const sweep = (): void => {
    for (const [id, { usedAt }] of sessions) if (now() - usedAt >= idleMilliseconds) forget(id);
  };
  const timer = setInterval(sweep, sweepMilliseconds).unref();
  return {
    add(session) {
      const sessionId = randomUUID();
      sessions.set(sessionId, { session, usedAt: now() });
      return sessionId;
    },
    get(sessionId) {
      sweep();
      const found = sessions.get(sessionId);
      if (found === undefined) {
        throw new AppError({ kind: 'user', code: 'vault.sessionExpired', retry: 'choose-again' });
      }
      found.usedAt = now();
      return found.session;
    },
    close: forget,
    closeAll() {
      clearInterval(timer);
      for (const id of [...sessions.keys()]) forget(id);
    },
  };
}

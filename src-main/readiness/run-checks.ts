import { setTimeout as delay } from 'node:timers/promises';
import type { ReadinessResult } from '../../src-shared/domain/readiness.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { toAppError } from '../platform/node/unexpected-error.ts';
import type { Log } from '../platform/ports/log.ts';
import {
  type Finding,
  fail,
  notApplicable,
  type ReadinessCheck,
  type ReadinessContext,
} from './readiness-check.ts';

const defaultTimeoutMilliseconds = 20_000;

/**
 * Runs checks side by side and never throws: a check that fails to look is itself a finding.
 * @param context its signal ends all of them early
 */
export async function runChecks(
  checks: readonly ReadinessCheck[],
  context: ReadinessContext,
  log: Log,
): Promise<ReadinessResult[]> {
  return saidOnce(await Promise.all(checks.map((check) => runCheck(check, context, log))));
}

const isUnanswered = ({ state, params }: ReadinessResult): boolean =>
  state === 'fail' && (params.code === 'azure.unreachable' || params.code === 'practice.azureUnreachable');

/** Azure not answering is one problem, however many checks met it: the first one says so, the others wait. */
function saidOnce(results: readonly ReadinessResult[]): ReadinessResult[] {
  const first = results.find(isUnanswered);
  return results.map((result) =>
    result === first || !isUnanswered(result)
      ? result
      : { ...result, state: 'notApplicable', finding: 'waitsForAnswer', params: {}, canFix: false },
  );
}

async function runCheck(
  check: ReadinessCheck,
  context: ReadinessContext,
  log: Log,
): Promise<ReadinessResult> {
  const { state, finding, params, canFix } = await findingOf(check, context, log);
  return {
    id: check.id,
    state,
    finding,
    params: params ?? {},
    canFix: canFix === true && check.fix !== undefined,
  };
}

async function findingOf(check: ReadinessCheck, context: ReadinessContext, log: Log): Promise<Finding> {
  const limit = new AbortController();
  const signal = AbortSignal.any([context.signal, limit.signal]);
  try {
    const needless = check.applicable?.(context.job);
    if (needless !== undefined) return needless;
    const milliseconds = check.timeoutMilliseconds ?? defaultTimeoutMilliseconds;
    const timedOut = delay(milliseconds, fail('timedOut', { params: { seconds: milliseconds / 1000 } }), {
      signal,
    });
    // When the check is done first, the timer is aborted and nobody waits for it.
    timedOut.catch(() => undefined);
    return await Promise.race([check.run({ job: context.job, signal }), timedOut]);
  } catch (error) {
    return errorFinding(check, error, log);
  } finally {
    limit.abort();
  }
}

/** Without a sign-in the check `signedIn` says so; the others need not repeat it. */
function errorFinding(check: ReadinessCheck, error: unknown, log: Log): Finding {
  const appError = error instanceof AppError ? error : toAppError(error, log);
  const needsSignIn = appError.code === 'azure.signInRequired' || appError.code === 'azure.signInExpired';
  if (needsSignIn && check.id !== 'signedIn') return notApplicable('waitsForSignIn');
  const params = Object.fromEntries(
    Object.entries(appError.params).map(([name, value]) => [
      name,
      typeof value === 'boolean' ? String(value) : value,
    ]),
  );
  return fail('error', { params: { ...params, code: appError.code } });
}

import { describe, expect, it } from 'vitest';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import { fail, notApplicable, pass, type ReadinessCheck } from './readiness-check.ts';
import { runChecks } from './run-checks.ts';

// No check here looks at the job.
const context = { job: {} as JobSnapshot, signal: new AbortController().signal };
const run = async (check: ReadinessCheck) => (await runChecks([check], context, createSilentLog()))[0];

describe('runChecks', () => {
  it('gives up on a check that hangs, and stops it', async () => {
    let wasStopped = false;
    const result = await run({
      id: 'azureReachable',
      timeoutMilliseconds: 50,
      run: ({ signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            wasStopped = true;
          });
        }),
    });
    expect(result).toMatchObject({ state: 'fail', finding: 'timedOut', params: { seconds: 0.05 } });
    expect(wasStopped).toBe(true);
  });

  it('turns errors into findings with their code and params', async () => {
    const error = new AppError({
      kind: 'azure',
      code: 'azure.forbidden',
      params: { resource: 'x', strict: true },
    });
    expect(await run({ id: 'vaultReady', run: () => Promise.reject(error) })).toEqual({
      id: 'vaultReady',
      state: 'fail',
      finding: 'error',
      params: { code: 'azure.forbidden', resource: 'x', strict: 'true' },
      canFix: false,
    });
  });

  it('never throws, not even for a bug', async () => {
    const bug = () => {
      throw new TypeError('undefined is not a function');
    };
    expect(await run({ id: 'elevated', run: bug })).toMatchObject({
      finding: 'error',
      params: { code: 'internal.unexpected' },
    });
    expect(await run({ id: 'elevated', applicable: bug, run: async () => pass() })).toMatchObject({
      state: 'fail',
    });
  });

  it('says the missing sign-in once', async () => {
    const error = new AppError({ kind: 'azure', code: 'azure.signInRequired' });
    const refused = () => Promise.reject(error);
    expect(await run({ id: 'signedIn', run: refused })).toMatchObject({ state: 'fail', finding: 'error' });
    expect(await run({ id: 'vaultReady', run: refused })).toMatchObject({
      state: 'notApplicable',
      finding: 'waitsForSignIn',
    });
  });

  it('says once that Azure does not answer', async () => {
    const error = new AppError({ kind: 'environment', code: 'practice.azureUnreachable' });
    const refused = () => Promise.reject(error);
    const checks: readonly ReadinessCheck[] = [
      { id: 'elevated', run: async () => pass() },
      { id: 'subscriptionReachable', run: refused },
      { id: 'vaultReady', run: refused },
    ];
    const results = await runChecks(checks, context, createSilentLog());
    expect(results.map(({ state, finding }) => `${state} ${finding}`)).toEqual([
      'pass ok',
      'fail error',
      'notApplicable waitsForAnswer',
    ]);
  });

  it('offers a fix only where there is one', async () => {
    const finding = async () => fail('missing', { canFix: true });
    expect((await run({ id: 'containerReady', run: finding }))?.canFix).toBe(false);
    expect((await run({ id: 'containerReady', run: finding, fix: async () => undefined }))?.canFix).toBe(
      true,
    );
  });

  it('does not look where a check does not apply', async () => {
    const result = await run({
      id: 'elevated',
      applicable: () => notApplicable('practice'),
      run: () => Promise.reject(new Error('looked')),
    });
    expect(result).toMatchObject({ state: 'notApplicable', finding: 'practice' });
  });
});

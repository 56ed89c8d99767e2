import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { isUnreachable, redactServiceText, toAzureError } from './azure-errors.ts';

const call = { cloudId: 'public', resource: 'seedacct', field: 'storageAccount' } as const;
const refusal = (statusCode: number, more: object = {}): Error =>
  Object.assign(new Error('refused'), { statusCode, ...more });

describe('toAzureError', () => {
  it.each([
    [401, 'azure.signInExpired', 'sign-in'],
    [403, 'azure.forbidden', undefined],
    [404, 'azure.notFound', undefined],
    [409, 'azure.conflict', undefined],
    [412, 'azure.conflict', undefined],
    [429, 'azure.throttled', 'same-call'],
    [400, 'azure.serviceError', undefined],
    [503, 'azure.serviceError', 'same-call'],
  ])('maps %d to %s', (status, code, retry) => {
    const error = toAzureError(refusal(status), call);
    expect(error).toMatchObject({ code, retry, field: 'storageAccount', params: { resource: 'seedacct' } });
  });

  it('prefers the codes of the call and knows a missing provider by its name', () => {
    expect(
      toAzureError(refusal(404), { ...call, codes: { 404: 'azure.subscriptionInvalid' } }),
    ).toMatchObject({
      code: 'azure.subscriptionInvalid',
    });
    expect(toAzureError(refusal(409, { code: 'MissingSubscriptionRegistration' }), call)).toMatchObject({
      code: 'azure.providerNotRegistered',
    });
  });

  it('finds the network behind fetch', () => {
    const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const error = new TypeError('fetch failed', { cause });
    expect(isUnreachable(error)).toBe(true);
    expect(toAzureError(error, call)).toMatchObject({ code: 'azure.unreachable' });
    expect(toAzureError(error, { ...call, cloudId: 'practice' })).toMatchObject({
      code: 'practice.azureUnreachable',
    });
  });

  it('takes silence for an unreachable service', async () => {
    const silence = await new Promise<unknown>((resolve) => {
      const signal = AbortSignal.timeout(1);
      signal.addEventListener('abort', () => resolve(signal.reason));
    });
    expect(toAzureError(silence, call)).toMatchObject({ code: 'azure.unreachable', retry: 'same-call' });
  });

  it('leaves AppErrors and bugs alone', () => {
    const own = new AppError({ kind: 'user', code: 'azure.containerInvalid' });
    const bug = new TypeError('undefined is not a function');
    expect(toAzureError(own, call)).toBe(own);
    expect(toAzureError(bug, call)).toBe(bug);
  });

  it('carries no token, signature or key, however it is printed', () => {
    const token = 'eyJhbGciOiJub25l.eyJzdWIiOiJ4.c2ln';
    const secretError = refusal(403, { request: { headers: { authorization: `Bearer ${token}` } } });
    secretError.message = `no access to https://x.blob/c?sv=1&sig=abc%2Fdef with Bearer ${token}`;
    const printed = inspect(toAzureError(secretError, call), { depth: 10 });
    expect(printed).not.toContain(token);
    expect(printed).not.toContain('abc%2Fdef');
  });
});

describe('redactServiceText', () => {
  it('hides recovery passwords', () => {
    const key = '466895-217492-569250-069608-104434-135707-527241-083622';
    expect(redactServiceText(`key ${key} refused`)).toBe('key (hidden) refused');
  });
});

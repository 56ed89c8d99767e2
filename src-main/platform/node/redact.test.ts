import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSecretMember, redact, redactText } from './redact.ts';

const accountKey = Buffer.alloc(64, 7).toString('base64');
const externalKey = Buffer.alloc(32, 9).toString('base64');
const recoveryPassword = '466895-217492-569250-069608-104434-135707-527241-083622';
const jwt = `${Buffer.from('{"alg":"RS256","typ":"JWT"}').toString('base64url')}.${Buffer.from('{"oid":"7"}').toString('base64url')}.c2lnbmF0dXJl`;
const privateKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
}) as string;

test.each([
  ['SAS in a URL', 'https://a.blob.core.windows.net/c?sv=2021&sig=aGVsbG8%2Fd29ybGQ%3D&se=2026', 'aGVsbG8'],
  ['SAS at the end of a sentence', '403 for /c/b?sig=Zm9vYmFyYmF6 (AuthorizationFailure)', 'Zm9vYmFy'],
  ['SAS that was encoded once more', 'next=https%3A%2F%2Fa%2Fc%3Fsig%3DZm9vYmFyYmF6', 'Zm9vYmFy'],
  ['container SAS of a manifest', '<ContainerSas>seed?sr=c&amp;sig=Zm9vYmFyYmF6</ContainerSas>', 'Zm9vYmFy'],
  ['bearer token', `Authorization: Bearer ${jwt}`, jwt.slice(0, 20)],
  ['opaque bearer token', 'authorization: bearer 0.AXkAabcdefghij-_xyz', 'abcdefghij'],
  ['token alone', `token was ${jwt}`, jwt.slice(0, 20)],
  ['shared key header', 'Authorization: SharedKey seedacct:Zm9vYmFyYmF6cXV4', 'Zm9vYmFy'],
  ['recovery password', `drive opened with ${recoveryPassword}.`, '466895'],
  ['recovery password without hyphens', recoveryPassword.replaceAll('-', ''), '466895'],
  ['recovery password with blanks', recoveryPassword.replaceAll('-', ' '), '466895'],
  ['account key', `key ${accountKey} given`, accountKey.slice(0, 10)],
  ['connection string', `AccountName=a;AccountKey=${accountKey};EndpointSuffix=x`, accountKey.slice(0, 10)],
  ['BitLocker external key', `-bk ${externalKey}`, externalKey.slice(0, 10)],
  ['token answer', '{"token_type":"Bearer","refresh_token":"0.ARoAv4j5cvGGr0"}', 'ARoAv4j5'],
  ['form body', 'grant_type=refresh_token&refresh_token=0.ARoAv4j5cvGGr0&client_secret=hush~1', 'hush~1'],
  ['device code', 'device_code=BAQABAAEAAAAmoFfGtYxvRrNriQdPKIZ', 'BAQABAAE'],
  ['JSON passphrase', '{"passphrase":"correct-horse"}', 'correct-horse'],
  ['private key', `made ${privateKey}`, privateKey.split('\n')[1] ?? 'missing'],
])('%s goes', (_name, text, secret) => {
  expect(text).toContain(secret);
  const clean = redactText(text);
  expect(clean).not.toContain(secret);
  expect(clean).toContain('[redacted]');
});

test.each([
  'https://a.blob.core.windows.net/c/seed-fs01-000001.BaseBlob?comp=page&timeout=30',
  'copied 1073741824 bytes of seed-fs01-000001.BaseBlob in 12.5 s',
  `md5 ${createHash('md5').update('x').digest('base64')} differs`,
  `sha256 ${createHash('sha256').update('x').digest('hex')}`,
  'job 11111111-1111-4111-8111-111111111111, subscription 22222222-2222-4222-8222-222222222222',
  'tracking number 1Z 999 AA1 01 2345 6784, phone 123456-123456',
  'the design signed off at 2026-11-21T21:00:00.000Z',
  '/data/passwords/keys of the house/tokens.txt',
])('what is no secret stays: %s', (text) => {
  expect(redactText(text)).toBe(text);
});

test.each([
  ['passphrase', true],
  ['recoveryPassword', true],
  ['recoveryPasswords', true],
  ['recoveryPasswordRef', false],
  ['accountKey', true],
  ['dataKey', true],
  ['key', true],
  ['containerSas', true],
  ['sasUrl', true],
  ['accessToken', true],
  ['eraseTicket', true],
  ['Authorization', true],
  ['client_secret', true],
  ['jobId', false],
  ['keyCount', false],
  ['monkeyName', false],
  ['passes', false],
])('member %s is a secret: %s', (name, isSecret) => {
  expect(isSecretMember(name)).toBe(isSecret);
});

test('members are hidden at any depth, in arrays, maps and errors; the rest is kept', () => {
  const cause = Object.assign(new Error(`unlock ${recoveryPassword} failed`), { sasUrl: 'https://x' });
  const clean = JSON.stringify(
    redact({
      drives: [{ serial: 'ZX1', recoveryPassword, facts: new Map([['dataKey', randomBytes(32)]]) }],
      isPassphrase: true,
      error: new Error('outer', { cause }),
      url: new URL(`https://a/c?sig=Zm9vYmFyYmF6`),
      key: Buffer.from('secret'),
    }),
  );
  expect(clean).not.toMatch(/466895|https:\/\/x|Zm9v|secret"/);
  expect(clean).toContain('"serial":"ZX1"');
  expect(clean).toContain('outer');
});

test('a secret that the cut goes through is hidden like any other', () => {
  const key = '466895-217492-569250-069608-104434-135707-527241-083622';
  const text = redactText(`${'x '.repeat(4082)}${key} and more`);
  expect(text).toContain('[redacted]');
  expect(text).not.toContain('466895');
});

test('cycles, depth and length are bounded', () => {
  const cycle: Record<string, unknown> = { text: 'x'.repeat(100_000), list: Array(5000).fill(1) };
  cycle.self = cycle;
  expect(JSON.stringify(redact(cycle)).length).toBeLessThan(200_000);
});

import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadCertificates } from './certificates.ts';

const day = 86_400_000;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certificates-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('makes a certificate for both names, keeps it, and no key of the authority', async () => {
  const first = await loadCertificates(folder);
  const leaf = new X509Certificate(first.certificatePem);
  expect([leaf.checkHost('localhost'), leaf.checkIP('127.0.0.1')]).toEqual(['localhost', '127.0.0.1']);
  expect(await loadCertificates(folder)).toEqual(first);
  expect((await readdir(folder)).sort()).toEqual(['authority.pem', 'localhost.key.pem', 'localhost.pem']);
  if (process.platform !== 'win32') expect((await stat(first.privateKeyPath)).mode & 0o777).toBe(0o600);
});

it.each([
  ['near its end', 340, true],
  ['in good time', 300, false],
])('renews %s', async (_name, days, isRenewed) => {
  const first = await loadCertificates(folder);
  const later = await loadCertificates(folder, new Date(Date.now() + days * day));
  expect(later.authorityPem !== first.authorityPem).toBe(isRenewed);
});

it('makes new ones when files do not belong together', async () => {
  const first = await loadCertificates(folder);
  const other = await mkdtemp(join(tmpdir(), 'certificates-'));
  await writeFile(first.privateKeyPath, (await loadCertificates(other)).privateKeyPem);
  expect((await loadCertificates(folder)).certificatePem).not.toBe(first.certificatePem);
  await rm(other, { recursive: true });
});

import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates } from 'node:tls';
import { generate } from 'selfsigned';
import { expect, it } from 'vitest';
import { trustCertificateAuthority } from './trust.ts';

const fingerprints = (): Set<string> =>
  new Set(getCACertificates('default').map((pem) => new X509Certificate(pem).fingerprint256));

it('makes fetch trust one more authority, once, and keeps the built-in ones', async () => {
  const common = { algorithm: 'sha256', keyType: 'ec' } as const;
  const authority = await generate([{ name: 'commonName', value: 'trust test' }], {
    ...common,
    extensions: [{ name: 'basicConstraints', cA: true, critical: true }],
  });
  const leaf = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...common,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const server = createServer({ cert: leaf.cert, key: leaf.private }, (_request, response) => {
    response.end('trusted');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await expect(fetch(address)).rejects.toThrow('fetch failed');
    const before = fingerprints();
    trustCertificateAuthority(authority.cert);
    trustCertificateAuthority(`# a remark\n${authority.cert}\n`);
    expect(fingerprints()).toEqual(new Set([...before, new X509Certificate(authority.cert).fingerprint256]));
    expect(await (await fetch(address)).text()).toBe('trusted');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

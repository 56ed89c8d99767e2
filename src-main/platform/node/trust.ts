/** @file Trust of one process (each worker thread calls it too): affects fetch, node:https, MSAL and the Azure SDKs alike. */
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/** Base64 of a PEM certificate without line breaks and remarks, since Node.js lays the text out anew. */
function bodyOf(pem: string): string {
  return (/-----BEGIN CERTIFICATE-----([^-]+)-----END/.exec(pem)?.[1] ?? '').replace(/\s/g, '');
}

/**
 * Makes this process trust a certificate authority in addition to the built-in ones: that of the practice Azure, or of a
 * TLS-inspecting proxy. Calling it again with the same certificate changes nothing.
 * @param pem one certificate
 */
export function trustCertificateAuthority(pem: string): void {
  const wanted = bodyOf(pem);
  const trusted = getCACertificates('default');
  if (trusted.some((certificate) => bodyOf(certificate) === wanted)) return;
  setDefaultCACertificates([...trusted, pem]);
}

import { createHash, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { SecretStore } from '../platform/ports/secret-store.ts';

const certificateSchema = z.object({ privateKey: z.string().min(1), certificate: z.string().min(1) });

/** The wizard's proof towards the registered application. The private key lives in the secret store and nowhere else. */
export interface ApplicationCertificate {
  readonly certificate: X509Certificate;
  /** Base64 DER, as Graph takes it. */
  readonly publicKey: string;
  /** Base64 SHA-1 over the DER: Graph's `customKeyIdentifier` of a certificate. */
  readonly thumbprint: string;
}

const validYears = 2;
const reference = (applicationId: string): string => `azure.application.${applicationId}`;

function describe(pem: string): ApplicationCertificate {
  const certificate = new X509Certificate(pem);
  return {
    certificate,
    publicKey: certificate.raw.toString('base64'),
    thumbprint: createHash('sha1').update(certificate.raw).digest('base64'),
  };
}

/** The certificate kept for an application, unless there is none or it ends before `now`. */
export async function keptCertificate(
  secrets: SecretStore,
  applicationId: string,
  now: Date,
): Promise<ApplicationCertificate | undefined> {
  const text = await secrets.get(reference(applicationId));
  if (text === undefined) return undefined;
  try {
    const described = describe(certificateSchema.parse(JSON.parse(text)).certificate);
    return described.certificate.validToDate > now ? described : undefined;
  } catch {
    // What cannot be read proves nothing: a new one takes its place.
    return undefined;
  }
}

/** Makes a certificate and keeps its private key before anybody learns the public one. */
export async function makeCertificate(
  secrets: SecretStore,
  applicationId: string,
  commonName: string,
  now: Date,
): Promise<ApplicationCertificate> {
  const notAfterDate = new Date(now);
  notAfterDate.setUTCFullYear(now.getUTCFullYear() + validYears);
  // Loaded when needed: its ASN.1 libraries are slow to start, and this happens once per computer.
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'rsa',
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: now,
    notAfterDate,
  });
  const kept = { privateKey: made.private, certificate: made.cert };
  await secrets.put(reference(applicationId), JSON.stringify(kept));
  return describe(made.cert);
}

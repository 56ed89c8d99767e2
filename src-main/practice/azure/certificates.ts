import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { writeFileAtomically } from '../../platform/node/atomic-file.ts';

/** The loopback certificate and the authority that signed it. Azurite wants paths, everything else the text. */
export interface LoopbackCertificates {
  readonly authorityPem: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly certificatePath: string;
  readonly privateKeyPath: string;
}

const validDays = 365;
/** A world that is opened with less time left than this gets new certificates. */
const renewalDays = 30;
const millisecondsPerDay = 86_400_000;

/**
 * Reads the certificates of a practice world, or makes them. The authority's private key is thrown away after it has signed the
 * one leaf for `localhost` and `127.0.0.1`: trusting this authority can therefore never mean trusting anything else.
 * @param folder private folder of the world; files get mode 0600
 * @param now real time, not practice time: TLS peers look at their own clocks
 */
export async function loadCertificates(
  folder: string,
  now: Date = new Date(),
): Promise<LoopbackCertificates> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const authorityPath = join(folder, 'authority.pem');
  const certificatePath = join(folder, 'localhost.pem');
  const privateKeyPath = join(folder, 'localhost.key.pem');
  try {
    const [authorityPem, certificatePem, privateKeyPem] = await Promise.all(
      [authorityPath, certificatePath, privateKeyPath].map((path) => readFile(path, 'utf8')),
    );
    if (
      authorityPem &&
      certificatePem &&
      privateKeyPem &&
      isGood(authorityPem, certificatePem, privateKeyPem, now)
    ) {
      return { authorityPem, certificatePem, privateKeyPem, certificatePath, privateKeyPath };
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const made = await makeCertificates(now);
  await writeFileAtomically(privateKeyPath, made.privateKeyPem);
  await writeFileAtomically(certificatePath, made.certificatePem);
  await writeFileAtomically(authorityPath, made.authorityPem);
  return { ...made, certificatePath, privateKeyPath };
}

function isGood(authorityPem: string, certificatePem: string, privateKeyPem: string, now: Date): boolean {
  const certificate = new X509Certificate(certificatePem);
  const authority = new X509Certificate(authorityPem);
  const latest = now.getTime() + renewalDays * millisecondsPerDay;
  return (
    certificate.verify(authority.publicKey) &&
    certificate.checkPrivateKey(createPrivateKey(privateKeyPem)) &&
    certificate.validFromDate <= now &&
    certificate.validToDate.getTime() > latest &&
    authority.validToDate.getTime() > latest
  );
}

async function makeCertificates(
  now: Date,
): Promise<Pick<LoopbackCertificates, 'authorityPem' | 'certificatePem' | 'privateKeyPem'>> {
  const common = {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // A minute ago, so that peers whose clock is a little behind accept it at once.
    notBeforeDate: new Date(now.getTime() - 60_000),
    notAfterDate: new Date(now.getTime() + validDays * millisecondsPerDay),
  } as const;
  // A name of its own: among trusted authorities of one name OpenSSL takes the first and then finds the signature wrong.
  const name = `Offline Backup Wizard practice ${randomBytes(6).toString('hex')}`;
  const authority = await generate([{ name: 'commonName', value: name }], {
    ...common,
    extensions: [{ name: 'basicConstraints', cA: true, critical: true }],
  });
  const leaf = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...common,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { authorityPem: authority.cert, certificatePem: leaf.cert, privateKeyPem: leaf.private };
}

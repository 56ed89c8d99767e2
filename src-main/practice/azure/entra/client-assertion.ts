import { X509Certificate } from 'node:crypto';
import { decodeJwt, hasValidSignature } from './jwt.ts';
import { OAuthRefusal } from './oauth-refusal.ts';

/** A certificate that an application registered, as far as sign-in looks at it. */
export interface RegisteredKey {
  /** Base64 of the DER certificate. */
  readonly key: string;
  readonly startDateTime: string;
  readonly endDateTime: string;
}

const bearerType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * Checks that an application signed the assertion with a key whose certificate it registered.
 * @param audiences addresses the assertion may be made out to (token endpoint, issuer)
 * @throws OAuthRefusal `invalid_client`
 */
export function checkClientAssertion(
  form: URLSearchParams,
  keys: readonly RegisteredKey[],
  audiences: readonly string[],
): void {
  const refuse = (number: number, text: string): OAuthRefusal =>
    new OAuthRefusal('invalid_client', number, text);
  const assertion = decodeJwt(form.get('client_assertion') ?? '');
  if (form.get('client_assertion_type') !== bearerType || assertion === undefined) {
    throw refuse(7000216, 'A client assertion is required to prove the identity of the application.');
  }
  const { header, claims } = assertion;
  const clientId = form.get('client_id');
  if (claims.iss !== clientId || claims.sub !== clientId) {
    throw refuse(700021, 'Issuer and subject of the assertion must be the application id.');
  }
  if (!audiences.includes(String(claims.aud))) {
    throw refuse(700023, 'The audience of the assertion is not this token endpoint.');
  }
  const now = Date.now() / 1000;
  const isCurrent =
    typeof claims.exp === 'number' &&
    claims.exp > now &&
    (claims.nbf === undefined || Number(claims.nbf) <= now + 300);
  if (!isCurrent) throw refuse(700024, 'The assertion is not within its valid time range.');
  const certificate = keys.find(({ key }) => fits(key, header));
  if (certificate === undefined) {
    throw refuse(700027, 'The certificate used to sign the assertion is not registered on the application.');
  }
  if (
    Date.parse(certificate.endDateTime) < Date.now() ||
    Date.parse(certificate.startDateTime) > Date.now() + 300_000
  ) {
    throw refuse(700027, 'The certificate used to sign the assertion has expired or is not valid yet.');
  }
  const { publicKey } = new X509Certificate(Buffer.from(certificate.key, 'base64'));
  if (!hasValidSignature(assertion, publicKey, ['PS256', 'RS256'])) {
    throw refuse(700027, 'The signature of the assertion is wrong.');
  }
}

/** Compares the thumbprint in the header, SHA-256 or the older SHA-1, with a registered certificate. */
function fits(key: string, header: Readonly<Record<string, unknown>>): boolean {
  const certificate = new X509Certificate(Buffer.from(key, 'base64'));
  const spell = (fingerprint: string): string =>
    Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('base64url');
  if (typeof header['x5t#S256'] === 'string') return header['x5t#S256'] === spell(certificate.fingerprint256);
  return typeof header.x5t === 'string' && header.x5t === spell(certificate.fingerprint);
}

/** @file JSON Web Tokens, as far as sign-in needs them: RS256 to issue, RS256 and PS256 to check. */
import { constants, type KeyObject, sign, verify } from 'node:crypto';

export type JwtClaims = Readonly<Record<string, unknown>>;

export interface DecodedJwt {
  readonly header: JwtClaims;
  readonly claims: JwtClaims;
  readonly signedPart: string;
  readonly signature: Buffer;
}

/** Spells an object as base64url of its JSON. */
export function toBase64UrlJson(value: unknown): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}

export function signJwt(claims: JwtClaims, privateKey: KeyObject, keyId: string): string {
  const head = toBase64UrlJson({ typ: 'JWT', alg: 'RS256', kid: keyId });
  const signedPart = `${head}.${toBase64UrlJson(claims)}`;
  return `${signedPart}.${sign('sha256', Buffer.from(signedPart), privateKey).toString('base64url')}`;
}

/** Takes a token apart without believing it; undefined when it is none. */
export function decodeJwt(token: string): DecodedJwt | undefined {
  const [head, body, signature, ...rest] = token.split('.');
  if (!head || !body || !signature || rest.length > 0) return undefined;
  try {
    const header: unknown = JSON.parse(Buffer.from(head, 'base64url').toString('utf8'));
    const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    if (!isRecord(header) || !isRecord(claims)) return undefined;
    return { header, claims, signedPart: `${head}.${body}`, signature: Buffer.from(signature, 'base64url') };
  } catch {
    return undefined;
  }
}

/** Checks the signature with the algorithm that the header names, out of those that the caller allows. */
export function hasValidSignature(
  token: DecodedJwt,
  publicKey: KeyObject,
  allowed: readonly ('RS256' | 'PS256')[],
): boolean {
  const algorithm = allowed.find((candidate) => candidate === token.header.alg);
  if (algorithm === undefined) return false;
  const key =
    algorithm === 'PS256'
      ? { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
      : publicKey;
  return verify('sha256', Buffer.from(token.signedPart), key, token.signature);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

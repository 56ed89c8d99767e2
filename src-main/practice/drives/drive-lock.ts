import {
  createCipheriv,
  createDecipheriv,
  pbkdf2,
  randomBytes,
  randomInt,
  timingSafeEqual,
} from 'node:crypto';
import { isAbsolute } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { isRecoveryPassword, recoveryPasswordFrom } from '../../../src-shared/domain/recovery-password.ts';
import type { LockVerifier } from './drive-record.ts';

const derive = promisify(pbkdf2);
/** The password itself carries 128 random bits, so the work factor only has to be honest, not slow. */
const iterations = 100_000;

/** A drive folder may come from somewhere else: whatever its map says, files stay below its volume. */
const pathBelowVolumeSchema = z
  .string()
  .min(1)
  .max(32_767)
  .refine(
    (path) => !isAbsolute(path) && !path.includes('\0') && !path.split(/[/\\]/).some((part) => part === '..'),
  );

/** Which file of the volume stands behind which random name. Paths use `/`. */
const nameMapSchema = z.strictObject({
  files: z.record(z.string().regex(/^[0-9a-f]{32}$/), pathBelowVolumeSchema),
  /** Every folder, so that empty ones come back too; a folder before what is in it. */
  folders: z.array(pathBelowVolumeSchema),
});
export type NameMap = z.infer<typeof nameMapSchema>;

export const sealedNamesSchema = z.strictObject({
  format: z.literal('practice-drive-names'),
  version: z.literal(1),
  nonce: z.string().regex(/^[0-9a-f]{24}$/),
  tag: z.string().regex(/^[0-9a-f]{32}$/),
  ciphertext: z.base64(),
});
export type SealedNames = Readonly<z.infer<typeof sealedNamesSchema>>;

/** Draws a recovery password from a cryptographic source. */
export function drawRecoveryPassword(): string {
  return recoveryPasswordFrom(Array.from({ length: 8 }, () => randomInt(65_536)));
}

async function deriveHalves(password: string, salt: string, rounds: number) {
  const derived = await derive(password.trim(), Buffer.from(salt, 'hex'), rounds, 64, 'sha256');
  return { verifier: derived.subarray(0, 32), key: derived.subarray(32, 64) };
}

/** Puts a new lock on a drive: what `drive.json` keeps of the password, and the key that the open drive holds. */
export async function createLock(
  password: string,
): Promise<{ readonly lock: LockVerifier; readonly key: Buffer }> {
  const salt = randomBytes(16).toString('hex');
  const { verifier, key } = await deriveHalves(password, salt, iterations);
  return {
    lock: { algorithm: 'pbkdf2-sha256', iterations, salt, verifier: verifier.toString('hex') },
    key,
  };
}

/** @returns the key of the name map, or undefined when the password breaks the group rule or is another drive's */
export async function keyFromPassword(lock: LockVerifier, password: string): Promise<Buffer | undefined> {
  if (!isRecoveryPassword(password)) return undefined;
  const { verifier, key } = await deriveHalves(password, lock.salt, lock.iterations);
  return timingSafeEqual(verifier, Buffer.from(lock.verifier, 'hex')) ? key : undefined;
}

const additionalData = (serial: string): Buffer => Buffer.from(`practice drive names v1 ${serial}`, 'ascii');

export function sealNames(names: NameMap, key: Buffer, serial: string): SealedNames {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(additionalData(serial));
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(names), 'utf8'), cipher.final()]);
  return {
    format: 'practice-drive-names',
    version: 1,
    nonce: nonce.toString('hex'),
    tag: cipher.getAuthTag().toString('hex'),
    ciphertext: ciphertext.toString('base64'),
  };
}

/** @throws when the map was changed, or sealed with another key or for another drive */
export function openNames(sealed: SealedNames, key: Buffer, serial: string): NameMap {
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.nonce, 'hex'), {
    authTagLength: 16,
  });
  decipher.setAAD(additionalData(serial));
  decipher.setAuthTag(Buffer.from(sealed.tag, 'hex'));
  const text = Buffer.concat([
    decipher.update(Buffer.from(sealed.ciphertext, 'base64')),
    decipher.final(),
  ]).toString('utf8');
  return nameMapSchema.parse(JSON.parse(text));
}

import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  scrypt,
} from 'node:crypto';
import { DamageError } from './damage.ts';

/** Key slot of a descriptor (staging-format.md 4); binary members in hex. */
export interface KeySlot {
  readonly kind: 'passphrase';
  readonly kdf: 'scrypt';
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
  readonly nonce: string;
  readonly wrappedKey: string;
  readonly tag: string;
}

/** Keys of one file. */
export interface FileKeys {
  readonly blockKey: KeyObject;
  readonly pageKey: KeyObject;
}

const writerParameters = { n: 131_072, r: 8, p: 1 } as const;

/** Keys of the file with this salt (hex), for this set (hex). */
export function deriveFileKeys(dataKey: Uint8Array, setId: string, salt: string): FileKeys {
  const fileKey = createHmac('sha256', dataKey)
    .update('offline-backup file v1')
    .update(Buffer.from(setId, 'hex'))
    .update(Buffer.from(salt, 'hex'))
    .digest();
  const derive = (purpose: string): KeyObject =>
    createSecretKey(createHmac('sha256', fileKey).update(purpose).digest());
  return { blockKey: derive('block'), pageKey: derive('page') };
}

function additionalData(setId: string): Buffer {
  return Buffer.concat([Buffer.from('offline-backup data key v1'), Buffer.from(setId, 'hex')]);
}

function passphraseKey(passphrase: string, slot: Pick<KeySlot, 'n' | 'r' | 'p' | 'salt'>): Promise<Buffer> {
  const { n, r, p } = slot;
  const isPowerOfTwo = Number.isInteger(Math.log2(n));
  if (!isPowerOfTwo || n < 2 || n > 2 ** 20 || r < 1 || r > 16 || p < 1 || p > 4) {
    return Promise.reject(new DamageError('key slot asks for refused scrypt parameters'));
  }
  const maxmem = 128 * n * r + 128 * r * p + 64 * 1024 * 1024;
  return new Promise((resolve, reject) => {
    scrypt(
      passphrase.normalize('NFC'),
      Buffer.from(slot.salt, 'hex'),
      32,
      { N: n, r, p, maxmem },
      (error, key) => (error === null ? resolve(key) : reject(error)),
    );
  });
}

/** What is drawn for a key slot. */
export interface SlotChance {
  /** 32 bytes. */
  readonly salt: Buffer;
  /** 12 bytes. */
  readonly nonce: Buffer;
}

/**
 * Wraps a data key of 32 bytes with a passphrase.
 * @param chance given by the test vectors of staging-format.md 4 only: nothing else may ever choose it
 */
export async function wrapDataKey(
  dataKey: Uint8Array,
  setId: string,
  passphrase: string,
  chance: SlotChance = { salt: randomBytes(32), nonce: randomBytes(12) },
): Promise<KeySlot> {
  const { nonce } = chance;
  const parameters = { ...writerParameters, salt: chance.salt.toString('hex') };
  const cipher = createCipheriv('aes-256-gcm', await passphraseKey(passphrase, parameters), nonce);
  cipher.setAAD(additionalData(setId));
  const wrappedKey = Buffer.concat([cipher.update(dataKey), cipher.final()]);
  return {
    kind: 'passphrase',
    kdf: 'scrypt',
    ...parameters,
    nonce: nonce.toString('hex'),
    wrappedKey: wrappedKey.toString('hex'),
    tag: cipher.getAuthTag().toString('hex'),
  };
}

/** @returns the data key, or undefined when no slot opens with this passphrase */
export async function unwrapDataKey(
  slots: readonly KeySlot[],
  setId: string,
  passphrase: string,
): Promise<Buffer | undefined> {
  for (const slot of slots) {
    const key = await passphraseKey(passphrase, slot);
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(slot.nonce, 'hex'), {
      authTagLength: 16,
    });
    decipher.setAAD(additionalData(setId));
    decipher.setAuthTag(Buffer.from(slot.tag, 'hex'));
    const opened = decipher.update(Buffer.from(slot.wrappedKey, 'hex'));
    try {
      decipher.final();
      return opened;
    } catch {
      // This slot belongs to another passphrase; the next one may fit.
    }
  }
  return undefined;
}

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createLock, drawRecoveryPassword, keyFromPassword, openNames, sealNames } from './drive-lock.ts';

const password = '466895-217492-569250-069608-104434-135707-527241-083622';
const serial = 'PRACTICE0001';
const names = {
  files: {
    '0123456789abcdef0123456789abcdef': 'seed-001/base-000001.BaseBlob',
    fedcba9876543210fedcba9876543210: 'DriveManifest.xml',
  },
  folders: ['seed-001'],
};

/** A line of the test vector in docs/practice.md. */
async function vector(name: string): Promise<string> {
  const page = await readFile(new URL('../../../docs/practice.md', import.meta.url), 'utf8');
  const value = new RegExp(`^${name} {2,}(\\S+)$`, 'm').exec(page)?.[1];
  if (value === undefined) throw new Error(`The page has no ${name}`);
  return value;
}

describe('lock of a practice drive', () => {
  it.each(['../outside', '/etc/hosts', 'seed/../../outside', '..\\outside', 'nul\0byte'])(
    'takes no map that leads out of its volume: %j',
    async (path) => {
      const { key } = await createLock(password);
      expect(() => openNames(sealNames({ files: {}, folders: [path] }, key, serial), key, serial)).toThrow();
      const files = { '0123456789abcdef0123456789abcdef': path };
      expect(() => openNames(sealNames({ files, folders: [] }, key, serial), key, serial)).toThrow();
    },
  );

  it('is the one that docs/practice.md describes', async () => {
    const lock = {
      algorithm: 'pbkdf2-sha256',
      iterations: 100_000,
      salt: '000102030405060708090a0b0c0d0e0f',
      verifier: await vector('verifier'),
    } as const;
    const key = await keyFromPassword(lock, password);
    expect(key?.toString('hex')).toBe(await vector('map key'));
    const sealed = {
      format: 'practice-drive-names',
      version: 1,
      nonce: await vector('nonce'),
      tag: await vector('tag'),
      ciphertext: await vector('ciphertext'),
    } as const;
    expect(openNames(sealed, key ?? Buffer.alloc(32), serial)).toEqual(names);
    expect(JSON.parse(await vector('text'))).toEqual(names);
  });

  it('draws a new salt and a new nonce every time', async () => {
    const one = await createLock(password);
    const other = await createLock(password);
    expect(one.lock.salt).not.toBe(other.lock.salt);
    expect(one.key.equals(other.key)).toBe(false);
    expect(sealNames(names, one.key, serial).nonce).not.toBe(sealNames(names, one.key, serial).nonce);
  });

  it('binds the map to drive and key', async () => {
    const { lock, key } = await createLock(password);
    const sealed = sealNames(names, key, serial);
    expect(openNames(sealed, key, serial)).toEqual(names);
    expect(() => openNames(sealed, key, 'PRACTICE0002')).toThrow();
    expect(() => openNames(sealed, Buffer.alloc(32, 1), serial)).toThrow();
    expect(() => openNames({ ...sealed, tag: sealed.tag.slice(0, 8) }, key, serial)).toThrow();
    expect(await keyFromPassword(lock, drawRecoveryPassword())).toBeUndefined();
    expect(await keyFromPassword(lock, ` ${password}\n`)).toEqual(key);
  });
});

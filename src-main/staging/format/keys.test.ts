import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { blockKinds, openBlock, sealBlock } from './block.ts';
import { deriveFileKeys, unwrapDataKey, wrapDataKey } from './keys.ts';

/** The vectors of docs/staging-format.md 4, made with another implementation (Python's hashlib and cryptography). */
const rising = (from: number, count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, (_, index) => from + index));
const setId = rising(0x00, 16).toString('hex');
const dataKey = rising(0x40, 32);
const passphrase = 'Grüße an 16 Drachen';
const slot = {
  kind: 'passphrase',
  kdf: 'scrypt',
  n: 131_072,
  r: 8,
  p: 1,
  salt: rising(0x80, 32).toString('hex'),
  nonce: rising(0xa0, 12).toString('hex'),
  wrappedKey: 'b071bd10f5b046aaaac14424d9da91c89452a6883b87c4211ac505e633a5f112',
  tag: 'bf097fb2cdc5c373c5c4abbcc8f9c499',
} as const;
const fileSalt = rising(0xc0, 32).toString('hex');
const blockKey = '34c314f7779ef436254a0fe9797d9deaa4f59b2a8006160dbd9e24a6fd3c709b';
const pageKey = 'ebfa686c84f6ecccf013cf10ea94f12e6e690a09cb75740de86b7c6c0454d144';
const content = Buffer.from('offline-backup');
const block = '424c4b31010000000e0000000e0000006770f75d88c68f40e0e5593d3bcfc1dc8ecdadb818d5d9c718705283503e';

it('wraps the data key as another implementation does, however the passphrase was typed', async () => {
  const chance = { salt: rising(0x80, 32), nonce: rising(0xa0, 12) };
  expect(await wrapDataKey(dataKey, setId, passphrase, chance)).toEqual(slot);
  expect(passphrase.normalize('NFD')).not.toBe(passphrase.normalize('NFC'));
  for (const typed of [passphrase.normalize('NFD'), passphrase.normalize('NFC')]) {
    expect((await unwrapDataKey([slot], setId, typed))?.equals(dataKey)).toBe(true);
  }
  expect(await unwrapDataKey([slot], setId, `${passphrase} `)).toBeUndefined();
});

it('draws salt and nonce anew for every slot', async () => {
  const [one, other] = await Promise.all([
    wrapDataKey(dataKey, setId, passphrase),
    wrapDataKey(dataKey, setId, passphrase),
  ]);
  for (const member of ['salt', 'nonce', 'wrappedKey', 'tag'] as const)
    expect(one[member]).not.toBe(other[member]);
});

it('derives the keys of a file and seals a block as another implementation does', () => {
  const keys = deriveFileKeys(dataKey, setId, fileSalt);
  expect(keys.blockKey.export().toString('hex')).toBe(blockKey);
  expect(keys.pageKey.export().toString('hex')).toBe(pageKey);
  const encoded = {
    kind: blockKinds.content,
    codec: 0,
    rawLength: content.length,
    payload: content,
  } as const;
  expect(Buffer.concat(sealBlock(encoded, keys.blockKey, 4096)).toString('hex')).toBe(block);
  const opened = openBlock(Buffer.from(block, 'hex'), keys.blockKey, 4096, blockKinds.content);
  expect(opened.payload.equals(content)).toBe(true);
});

it('has the vectors that the format page shows', () => {
  const page = readFileSync('docs/staging-format.md', 'utf8');
  for (const vector of [slot.wrappedKey, slot.tag, blockKey, pageKey, block]) expect(page).toContain(vector);
});

/** @file Worker thread: short keyed tags of chunk hashes, so that the index needs no 32 bytes for each. */

/** 32-bit words of a tag. */
export const tagWords = 3;
const digestWords = 8;
/** Per tag word: one key of 64 bits to begin with, and one for every word of the hash. */
const keyWordsPerTag = (digestWords + 1) * 2;
export const tagKeyWords = tagWords * keyWordsPerTag;

/** SHA-256 of a chunk as a text of 32 characters, one per byte: a buffer for each of a million files would cost more than its hash. */
export type Digest = string;

/** The hash that is being worked on; every thread has its own. */
const values = new Uint32Array(digestWords);

function wordAt(digest: Digest, at: number): number {
  return (
    digest.charCodeAt(at) |
    (digest.charCodeAt(at + 1) << 8) |
    (digest.charCodeAt(at + 2) << 16) |
    (digest.charCodeAt(at + 3) << 24)
  );
}

/** Upper 32 bits of the product of two unsigned 32-bit numbers. */
function upperProduct(left: number, right: number): number {
  const leftLow = left & 0xffff;
  const leftHigh = left >>> 16;
  const rightLow = right & 0xffff;
  const rightHigh = right >>> 16;
  const middle = leftHigh * rightLow + ((leftLow * rightLow) >>> 16);
  const other = leftLow * rightHigh + (middle & 0xffff);
  return (leftHigh * rightHigh + Math.floor(middle / 0x10000) + Math.floor(other / 0x10000)) >>> 0;
}

/**
 * Multilinear hashing (strongly universal): for two different SHA-256 hashes the tags agree with a chance of 2^-96, whoever chose the
 * contents, since the key is random, lives in memory only and is never seen. A plain cut of SHA-256 to 96 bits could be collided
 * on purpose with 2^48 hashes.
 * @param digest SHA-256, one character per byte
 * @param key `tagKeyWords` random words
 * @param tag receives `tagWords` words
 */
export function tagOf(digest: Digest, key: Uint32Array, tag: Uint32Array): void {
  for (let index = 0; index < digestWords; index += 1) values[index] = wordAt(digest, index * 4);
  for (let word = 0; word < tagWords; word += 1) {
    let at = word * keyWordsPerTag;
    let low = key[at] ?? 0;
    let high = key[at + 1] ?? 0;
    for (let index = 0; index < digestWords; index += 1) {
      at += 2;
      const value = values[index] ?? 0;
      const keyLow = key[at] ?? 0;
      low += Math.imul(keyLow, value) >>> 0;
      high = (high + upperProduct(keyLow, value) + Math.imul(key[at + 1] ?? 0, value)) | 0;
    }
    tag[word] = (high + Math.floor(low / 0x1_0000_0000)) | 0;
  }
}

import { layBlock, layPadding, storeDigests } from './md5-block.ts';
import { round1, round2, round3, round4, word } from './md5-rounds.ts';

/**
 * MD5 of four ranges side by side.
 * @param start first range; the next begin `stride` bytes behind each other
 * @param length of each range, a multiple of 64
 * @param target takes 64 bytes: the digests one behind the other
 */
export function md5x4(start: usize, stride: usize, length: usize, target: usize): void {
  let a = i32x4.splat(0x67452301);
  let b = i32x4.splat(0xefcdab89);
  let c = i32x4.splat(0x98badcfe);
  let d = i32x4.splat(0x10325476);
  for (let at: usize = 0; at <= length; at += 64) {
    if (at < length) {
      layBlock(start + at, stride, 0);
    } else {
      layPadding(length, 0);
    }
    const aBefore = a;
    const bBefore = b;
    const cBefore = c;
    const dBefore = d;

    // Round 1
    a = round1(a, b, c, d, word(0), 7, 0xd76aa478);
    d = round1(d, a, b, c, word(1), 12, 0xe8c7b756);
    c = round1(c, d, a, b, word(2), 17, 0x242070db);
    b = round1(b, c, d, a, word(3), 22, 0xc1bdceee);
    a = round1(a, b, c, d, word(4), 7, 0xf57c0faf);
    d = round1(d, a, b, c, word(5), 12, 0x4787c62a);
    c = round1(c, d, a, b, word(6), 17, 0xa8304613);
    b = round1(b, c, d, a, word(7), 22, 0xfd469501);
    a = round1(a, b, c, d, word(8), 7, 0x698098d8);
    d = round1(d, a, b, c, word(9), 12, 0x8b44f7af);
    c = round1(c, d, a, b, word(10), 17, 0xffff5bb1);
    b = round1(b, c, d, a, word(11), 22, 0x895cd7be);
    a = round1(a, b, c, d, word(12), 7, 0x6b901122);
    d = round1(d, a, b, c, word(13), 12, 0xfd987193);
    c = round1(c, d, a, b, word(14), 17, 0xa679438e);
    b = round1(b, c, d, a, word(15), 22, 0x49b40821);

    // Round 2
    a = round2(a, b, c, d, word(1), 5, 0xf61e2562);
    d = round2(d, a, b, c, word(6), 9, 0xc040b340);
    c = round2(c, d, a, b, word(11), 14, 0x265e5a51);
    b = round2(b, c, d, a, word(0), 20, 0xe9b6c7aa);
    a = round2(a, b, c, d, word(5), 5, 0xd62f105d);
    d = round2(d, a, b, c, word(10), 9, 0x02441453);
    c = round2(c, d, a, b, word(15), 14, 0xd8a1e681);
    b = round2(b, c, d, a, word(4), 20, 0xe7d3fbc8);
    a = round2(a, b, c, d, word(9), 5, 0x21e1cde6);
    d = round2(d, a, b, c, word(14), 9, 0xc33707d6);
    c = round2(c, d, a, b, word(3), 14, 0xf4d50d87);
    b = round2(b, c, d, a, word(8), 20, 0x455a14ed);
    a = round2(a, b, c, d, word(13), 5, 0xa9e3e905);
    d = round2(d, a, b, c, word(2), 9, 0xfcefa3f8);
    c = round2(c, d, a, b, word(7), 14, 0x676f02d9);
    b = round2(b, c, d, a, word(12), 20, 0x8d2a4c8a);

    // Round 3
    a = round3(a, b, c, d, word(5), 4, 0xfffa3942);
    d = round3(d, a, b, c, word(8), 11, 0x8771f681);
    c = round3(c, d, a, b, word(11), 16, 0x6d9d6122);
    b = round3(b, c, d, a, word(14), 23, 0xfde5380c);
    a = round3(a, b, c, d, word(1), 4, 0xa4beea44);
    d = round3(d, a, b, c, word(4), 11, 0x4bdecfa9);
    c = round3(c, d, a, b, word(7), 16, 0xf6bb4b60);
    b = round3(b, c, d, a, word(10), 23, 0xbebfbc70);
    a = round3(a, b, c, d, word(13), 4, 0x289b7ec6);
    d = round3(d, a, b, c, word(0), 11, 0xeaa127fa);
    c = round3(c, d, a, b, word(3), 16, 0xd4ef3085);
    b = round3(b, c, d, a, word(6), 23, 0x04881d05);
    a = round3(a, b, c, d, word(9), 4, 0xd9d4d039);
    d = round3(d, a, b, c, word(12), 11, 0xe6db99e5);
    c = round3(c, d, a, b, word(15), 16, 0x1fa27cf8);
    b = round3(b, c, d, a, word(2), 23, 0xc4ac5665);

    // Round 4
    a = round4(a, b, c, d, word(0), 6, 0xf4292244);
    d = round4(d, a, b, c, word(7), 10, 0x432aff97);
    c = round4(c, d, a, b, word(14), 15, 0xab9423a7);
    b = round4(b, c, d, a, word(5), 21, 0xfc93a039);
    a = round4(a, b, c, d, word(12), 6, 0x655b59c3);
    d = round4(d, a, b, c, word(3), 10, 0x8f0ccc92);
    c = round4(c, d, a, b, word(10), 15, 0xffeff47d);
    b = round4(b, c, d, a, word(1), 21, 0x85845dd1);
    a = round4(a, b, c, d, word(8), 6, 0x6fa87e4f);
    d = round4(d, a, b, c, word(15), 10, 0xfe2ce6e0);
    c = round4(c, d, a, b, word(6), 15, 0xa3014314);
    b = round4(b, c, d, a, word(13), 21, 0x4e0811a1);
    a = round4(a, b, c, d, word(4), 6, 0xf7537e82);
    d = round4(d, a, b, c, word(11), 10, 0xbd3af235);
    c = round4(c, d, a, b, word(2), 15, 0x2ad7d2bb);
    b = round4(b, c, d, a, word(9), 21, 0xeb86d391);

    a = i32x4.add(a, aBefore);
    b = i32x4.add(b, bBefore);
    c = i32x4.add(c, cBefore);
    d = i32x4.add(d, dBefore);
  }
  storeDigests(target, 0, a, b, c, d);
}

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
    a = round1(a, b, c, d, word(0), 7, 0);
    d = round1(d, a, b, c, word(1), 12, 1);
    c = round1(c, d, a, b, word(2), 17, 2);
    b = round1(b, c, d, a, word(3), 22, 3);
    a = round1(a, b, c, d, word(4), 7, 4);
    d = round1(d, a, b, c, word(5), 12, 5);
    c = round1(c, d, a, b, word(6), 17, 6);
    b = round1(b, c, d, a, word(7), 22, 7);
    a = round1(a, b, c, d, word(8), 7, 8);
    d = round1(d, a, b, c, word(9), 12, 9);
    c = round1(c, d, a, b, word(10), 17, 10);
    b = round1(b, c, d, a, word(11), 22, 11);
    a = round1(a, b, c, d, word(12), 7, 12);
    d = round1(d, a, b, c, word(13), 12, 13);
    c = round1(c, d, a, b, word(14), 17, 14);
    b = round1(b, c, d, a, word(15), 22, 15);

    // Round 2
    a = round2(a, b, c, d, word(1), 5, 16);
    d = round2(d, a, b, c, word(6), 9, 17);
    c = round2(c, d, a, b, word(11), 14, 18);
    b = round2(b, c, d, a, word(0), 20, 19);
    a = round2(a, b, c, d, word(5), 5, 20);
    d = round2(d, a, b, c, word(10), 9, 21);
    c = round2(c, d, a, b, word(15), 14, 22);
    b = round2(b, c, d, a, word(4), 20, 23);
    a = round2(a, b, c, d, word(9), 5, 24);
    d = round2(d, a, b, c, word(14), 9, 25);
    c = round2(c, d, a, b, word(3), 14, 26);
    b = round2(b, c, d, a, word(8), 20, 27);
    a = round2(a, b, c, d, word(13), 5, 28);
    d = round2(d, a, b, c, word(2), 9, 29);
    c = round2(c, d, a, b, word(7), 14, 30);
    b = round2(b, c, d, a, word(12), 20, 31);

    // Round 3
    a = round3(a, b, c, d, word(5), 4, 32);
    d = round3(d, a, b, c, word(8), 11, 33);
    c = round3(c, d, a, b, word(11), 16, 34);
    b = round3(b, c, d, a, word(14), 23, 35);
    a = round3(a, b, c, d, word(1), 4, 36);
    d = round3(d, a, b, c, word(4), 11, 37);
    c = round3(c, d, a, b, word(7), 16, 38);
    b = round3(b, c, d, a, word(10), 23, 39);
    a = round3(a, b, c, d, word(13), 4, 40);
    d = round3(d, a, b, c, word(0), 11, 41);
    c = round3(c, d, a, b, word(3), 16, 42);
    b = round3(b, c, d, a, word(6), 23, 43);
    a = round3(a, b, c, d, word(9), 4, 44);
    d = round3(d, a, b, c, word(12), 11, 45);
    c = round3(c, d, a, b, word(15), 16, 46);
    b = round3(b, c, d, a, word(2), 23, 47);

    // Round 4
    a = round4(a, b, c, d, word(0), 6, 48);
    d = round4(d, a, b, c, word(7), 10, 49);
    c = round4(c, d, a, b, word(14), 15, 50);
    b = round4(b, c, d, a, word(5), 21, 51);
    a = round4(a, b, c, d, word(12), 6, 52);
    d = round4(d, a, b, c, word(3), 10, 53);
    c = round4(c, d, a, b, word(10), 15, 54);
    b = round4(b, c, d, a, word(1), 21, 55);
    a = round4(a, b, c, d, word(8), 6, 56);
    d = round4(d, a, b, c, word(15), 10, 57);
    c = round4(c, d, a, b, word(6), 15, 58);
    b = round4(b, c, d, a, word(13), 21, 59);
    a = round4(a, b, c, d, word(4), 6, 60);
    d = round4(d, a, b, c, word(11), 10, 61);
    c = round4(c, d, a, b, word(2), 15, 62);
    b = round4(b, c, d, a, word(9), 21, 63);

    a = i32x4.add(a, aBefore);
    b = i32x4.add(b, bBefore);
    c = i32x4.add(c, cBefore);
    d = i32x4.add(d, dBefore);
  }
  storeDigests(target, 0, a, b, c, d);
}

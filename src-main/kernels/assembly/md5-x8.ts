import { layBlock, layPadding, storeDigests } from './md5-block.ts';
import { round1, round2, round3, round4, word } from './md5-rounds.ts';

/**
 * MD5 of eight ranges side by side. Two groups of four lanes take turns, so that one computes while the other waits for its last step.
 * @param start first range; the next begin `stride` bytes behind each other
 * @param length of each range, a multiple of 64
 * @param target takes 128 bytes: the digests one behind the other
 */
export function md5x8(start: usize, stride: usize, length: usize, target: usize): void {
  let a = i32x4.splat(0x67452301);
  let b = i32x4.splat(0xefcdab89);
  let c = i32x4.splat(0x98badcfe);
  let d = i32x4.splat(0x10325476);
  let e = i32x4.splat(0x67452301);
  let f = i32x4.splat(0xefcdab89);
  let g = i32x4.splat(0x98badcfe);
  let h = i32x4.splat(0x10325476);
  for (let at: usize = 0; at <= length; at += 64) {
    if (at < length) {
      layBlock(start + at, stride, 0);
      layBlock(start + at + 4 * stride, stride, 1);
    } else {
      layPadding(length, 0);
      layPadding(length, 1);
    }
    const aBefore = a;
    const bBefore = b;
    const cBefore = c;
    const dBefore = d;
    const eBefore = e;
    const fBefore = f;
    const gBefore = g;
    const hBefore = h;

    // Round 1
    a = round1(a, b, c, d, word(0), 7, 0);
    e = round1(e, f, g, h, word(16), 7, 0);
    d = round1(d, a, b, c, word(1), 12, 1);
    h = round1(h, e, f, g, word(17), 12, 1);
    c = round1(c, d, a, b, word(2), 17, 2);
    g = round1(g, h, e, f, word(18), 17, 2);
    b = round1(b, c, d, a, word(3), 22, 3);
    f = round1(f, g, h, e, word(19), 22, 3);
    a = round1(a, b, c, d, word(4), 7, 4);
    e = round1(e, f, g, h, word(20), 7, 4);
    d = round1(d, a, b, c, word(5), 12, 5);
    h = round1(h, e, f, g, word(21), 12, 5);
    c = round1(c, d, a, b, word(6), 17, 6);
    g = round1(g, h, e, f, word(22), 17, 6);
    b = round1(b, c, d, a, word(7), 22, 7);
    f = round1(f, g, h, e, word(23), 22, 7);
    a = round1(a, b, c, d, word(8), 7, 8);
    e = round1(e, f, g, h, word(24), 7, 8);
    d = round1(d, a, b, c, word(9), 12, 9);
    h = round1(h, e, f, g, word(25), 12, 9);
    c = round1(c, d, a, b, word(10), 17, 10);
    g = round1(g, h, e, f, word(26), 17, 10);
    b = round1(b, c, d, a, word(11), 22, 11);
    f = round1(f, g, h, e, word(27), 22, 11);
    a = round1(a, b, c, d, word(12), 7, 12);
    e = round1(e, f, g, h, word(28), 7, 12);
    d = round1(d, a, b, c, word(13), 12, 13);
    h = round1(h, e, f, g, word(29), 12, 13);
    c = round1(c, d, a, b, word(14), 17, 14);
    g = round1(g, h, e, f, word(30), 17, 14);
    b = round1(b, c, d, a, word(15), 22, 15);
    f = round1(f, g, h, e, word(31), 22, 15);

    // Round 2
    a = round2(a, b, c, d, word(1), 5, 16);
    e = round2(e, f, g, h, word(17), 5, 16);
    d = round2(d, a, b, c, word(6), 9, 17);
    h = round2(h, e, f, g, word(22), 9, 17);
    c = round2(c, d, a, b, word(11), 14, 18);
    g = round2(g, h, e, f, word(27), 14, 18);
    b = round2(b, c, d, a, word(0), 20, 19);
    f = round2(f, g, h, e, word(16), 20, 19);
    a = round2(a, b, c, d, word(5), 5, 20);
    e = round2(e, f, g, h, word(21), 5, 20);
    d = round2(d, a, b, c, word(10), 9, 21);
    h = round2(h, e, f, g, word(26), 9, 21);
    c = round2(c, d, a, b, word(15), 14, 22);
    g = round2(g, h, e, f, word(31), 14, 22);
    b = round2(b, c, d, a, word(4), 20, 23);
    f = round2(f, g, h, e, word(20), 20, 23);
    a = round2(a, b, c, d, word(9), 5, 24);
    e = round2(e, f, g, h, word(25), 5, 24);
    d = round2(d, a, b, c, word(14), 9, 25);
    h = round2(h, e, f, g, word(30), 9, 25);
    c = round2(c, d, a, b, word(3), 14, 26);
    g = round2(g, h, e, f, word(19), 14, 26);
    b = round2(b, c, d, a, word(8), 20, 27);
    f = round2(f, g, h, e, word(24), 20, 27);
    a = round2(a, b, c, d, word(13), 5, 28);
    e = round2(e, f, g, h, word(29), 5, 28);
    d = round2(d, a, b, c, word(2), 9, 29);
    h = round2(h, e, f, g, word(18), 9, 29);
    c = round2(c, d, a, b, word(7), 14, 30);
    g = round2(g, h, e, f, word(23), 14, 30);
    b = round2(b, c, d, a, word(12), 20, 31);
    f = round2(f, g, h, e, word(28), 20, 31);

    // Round 3
    a = round3(a, b, c, d, word(5), 4, 32);
    e = round3(e, f, g, h, word(21), 4, 32);
    d = round3(d, a, b, c, word(8), 11, 33);
    h = round3(h, e, f, g, word(24), 11, 33);
    c = round3(c, d, a, b, word(11), 16, 34);
    g = round3(g, h, e, f, word(27), 16, 34);
    b = round3(b, c, d, a, word(14), 23, 35);
    f = round3(f, g, h, e, word(30), 23, 35);
    a = round3(a, b, c, d, word(1), 4, 36);
    e = round3(e, f, g, h, word(17), 4, 36);
    d = round3(d, a, b, c, word(4), 11, 37);
    h = round3(h, e, f, g, word(20), 11, 37);
    c = round3(c, d, a, b, word(7), 16, 38);
    g = round3(g, h, e, f, word(23), 16, 38);
    b = round3(b, c, d, a, word(10), 23, 39);
    f = round3(f, g, h, e, word(26), 23, 39);
    a = round3(a, b, c, d, word(13), 4, 40);
    e = round3(e, f, g, h, word(29), 4, 40);
    d = round3(d, a, b, c, word(0), 11, 41);
    h = round3(h, e, f, g, word(16), 11, 41);
    c = round3(c, d, a, b, word(3), 16, 42);
    g = round3(g, h, e, f, word(19), 16, 42);
    b = round3(b, c, d, a, word(6), 23, 43);
    f = round3(f, g, h, e, word(22), 23, 43);
    a = round3(a, b, c, d, word(9), 4, 44);
    e = round3(e, f, g, h, word(25), 4, 44);
    d = round3(d, a, b, c, word(12), 11, 45);
    h = round3(h, e, f, g, word(28), 11, 45);
    c = round3(c, d, a, b, word(15), 16, 46);
    g = round3(g, h, e, f, word(31), 16, 46);
    b = round3(b, c, d, a, word(2), 23, 47);
    f = round3(f, g, h, e, word(18), 23, 47);

    // Round 4
    a = round4(a, b, c, d, word(0), 6, 48);
    e = round4(e, f, g, h, word(16), 6, 48);
    d = round4(d, a, b, c, word(7), 10, 49);
    h = round4(h, e, f, g, word(23), 10, 49);
    c = round4(c, d, a, b, word(14), 15, 50);
    g = round4(g, h, e, f, word(30), 15, 50);
    b = round4(b, c, d, a, word(5), 21, 51);
    f = round4(f, g, h, e, word(21), 21, 51);
    a = round4(a, b, c, d, word(12), 6, 52);
    e = round4(e, f, g, h, word(28), 6, 52);
    d = round4(d, a, b, c, word(3), 10, 53);
    h = round4(h, e, f, g, word(19), 10, 53);
    c = round4(c, d, a, b, word(10), 15, 54);
    g = round4(g, h, e, f, word(26), 15, 54);
    b = round4(b, c, d, a, word(1), 21, 55);
    f = round4(f, g, h, e, word(17), 21, 55);
    a = round4(a, b, c, d, word(8), 6, 56);
    e = round4(e, f, g, h, word(24), 6, 56);
    d = round4(d, a, b, c, word(15), 10, 57);
    h = round4(h, e, f, g, word(31), 10, 57);
    c = round4(c, d, a, b, word(6), 15, 58);
    g = round4(g, h, e, f, word(22), 15, 58);
    b = round4(b, c, d, a, word(13), 21, 59);
    f = round4(f, g, h, e, word(29), 21, 59);
    a = round4(a, b, c, d, word(4), 6, 60);
    e = round4(e, f, g, h, word(20), 6, 60);
    d = round4(d, a, b, c, word(11), 10, 61);
    h = round4(h, e, f, g, word(27), 10, 61);
    c = round4(c, d, a, b, word(2), 15, 62);
    g = round4(g, h, e, f, word(18), 15, 62);
    b = round4(b, c, d, a, word(9), 21, 63);
    f = round4(f, g, h, e, word(25), 21, 63);

    a = i32x4.add(a, aBefore);
    b = i32x4.add(b, bBefore);
    c = i32x4.add(c, cBefore);
    d = i32x4.add(d, dBefore);
    e = i32x4.add(e, eBefore);
    f = i32x4.add(f, fBefore);
    g = i32x4.add(g, gBefore);
    h = i32x4.add(h, hBefore);
  }
  storeDigests(target, 0, a, b, c, d);
  storeDigests(target, 1, e, f, g, h);
}

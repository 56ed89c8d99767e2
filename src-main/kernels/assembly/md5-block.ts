import { wordsAddress } from './layout.ts';

const laneWordsBytes: usize = 256;

/** Four by four words, rows to columns: what lies at `source + lane * stride` comes to lie side by side at `target`. */
export function transpose(source: usize, stride: usize, target: usize): void {
  const lane0 = v128.load(source);
  const lane1 = v128.load(source + stride);
  const lane2 = v128.load(source + 2 * stride);
  const lane3 = v128.load(source + 3 * stride);
  const low01 = v128.shuffle<i32>(lane0, lane1, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(lane0, lane1, 2, 6, 3, 7);
  const low23 = v128.shuffle<i32>(lane2, lane3, 0, 4, 1, 5);
  const high23 = v128.shuffle<i32>(lane2, lane3, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<i64>(low01, low23, 0, 2));
  v128.store(target + 16, v128.shuffle<i64>(low01, low23, 1, 3));
  v128.store(target + 32, v128.shuffle<i64>(high01, high23, 0, 2));
  v128.store(target + 48, v128.shuffle<i64>(high01, high23, 1, 3));
}

/** Lays the 16 words of a block of four lanes side by side; `group` says which four lanes. */
export function layBlock(source: usize, stride: usize, group: usize): void {
  const words = wordsAddress + group * laneWordsBytes;
  transpose(source, stride, words);
  transpose(source + 16, stride, words + 64);
  transpose(source + 32, stride, words + 128);
  transpose(source + 48, stride, words + 192);
}

/** Last block of lanes whose length is a multiple of 64: a one bit, zeros, the length in bits. */
export function layPadding(length: usize, group: usize): void {
  const words = wordsAddress + group * laneWordsBytes;
  memory.fill(words, 0, laneWordsBytes);
  v128.store(words, i32x4.splat(0x80));
  v128.store(words + 14 * 16, i32x4.splat((<u32>length) << 3));
  v128.store(words + 15 * 16, i32x4.splat(<u32>length >> 29));
}

/** Writes the digests of four lanes one behind the other. */
export function storeDigests(target: usize, group: usize, a: v128, b: v128, c: v128, d: v128): void {
  const words = wordsAddress + group * laneWordsBytes;
  v128.store(words, a);
  v128.store(words + 16, b);
  v128.store(words + 32, c);
  v128.store(words + 48, d);
  transpose(words, 16, target + group * 64);
}

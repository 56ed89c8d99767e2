import { constantsAddress, wordsAddress } from './layout.ts';

// One step each of MD5 (RFC 1321, 3.4), for four lanes side by side; `step` counts from 0 to 63. All of it is inlined: a call would cost
// more than a step. A step begins with the `b` that the one before has just ended with, so whatever needs no `b` stands where it can be
// done meanwhile.

/** Word of the block of each of four lanes: 0 to 15 of lanes 0 to 3, 16 to 31 of lanes 4 to 7. */
@inline
export function word(index: usize): v128 {
  return v128.load(wordsAddress + index * 16);
}

/** What a step adds up before it knows `b`. */
@inline
function prepared(a: v128, word: v128, step: usize): v128 {
  return i32x4.add(i32x4.add(a, word), v128.load(step * 16, constantsAddress));
}

/** The end of every step: adds what was mixed, turns left by `shift`, adds `b`. */
@inline
function turned(sum: v128, mixed: v128, b: v128, shift: i32): v128 {
  const all = i32x4.add(sum, mixed);
  return i32x4.add(b, v128.or(i32x4.shl(all, shift), i32x4.shr_u(all, 32 - shift)));
}

@inline
export function round1(a: v128, b: v128, c: v128, d: v128, word: v128, shift: i32, step: usize): v128 {
  return turned(prepared(a, word, step), v128.xor(d, v128.and(b, v128.xor(c, d))), b, shift);
}

/** The two halves of the mix have no bit in common, so the one without `b` can be added before. */
@inline
export function round2(a: v128, b: v128, c: v128, d: v128, word: v128, shift: i32, step: usize): v128 {
  return turned(i32x4.add(prepared(a, word, step), v128.andnot(c, d)), v128.and(b, d), b, shift);
}

@inline
export function round3(a: v128, b: v128, c: v128, d: v128, word: v128, shift: i32, step: usize): v128 {
  return turned(prepared(a, word, step), v128.xor(b, v128.xor(c, d)), b, shift);
}

@inline
export function round4(a: v128, b: v128, c: v128, d: v128, word: v128, shift: i32, step: usize): v128 {
  return turned(prepared(a, word, step), v128.xor(c, v128.or(b, v128.not(d))), b, shift);
}

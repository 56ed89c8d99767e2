import { wordsAddress } from './layout.ts';

// One step each of MD5 (RFC 1321, 3.4), for four lanes side by side. All of it is inlined: a call would cost more than a step.

/** Word of the block of each of four lanes: 0 to 15 of lanes 0 to 3, 16 to 31 of lanes 4 to 7. */
@inline
export function word(index: usize): v128 {
  return v128.load(wordsAddress + index * 16);
}

/** The end of every step: adds up, turns left by `shift`, adds `b`. */
@inline
function turned(a: v128, b: v128, mixed: v128, word: v128, shift: i32, constant: u32): v128 {
  const sum = i32x4.add(i32x4.add(a, word), i32x4.add(i32x4.splat(constant), mixed));
  return i32x4.add(b, v128.or(i32x4.shl(sum, shift), i32x4.shr_u(sum, 32 - shift)));
}

@inline
export function round1(a: v128, b: v128, c: v128, d: v128, word: v128, shift: i32, constant: u32): v128 {
  return turned(a, b, v128.bitselect(c, d, b), word, shift, constant);
}

@inline
export function round2(a: v128, b: v128, c: v128, d: v128, word: v128, shift: i32, constant: u32): v128 {
  return turned(a, b, v128.bitselect(b, c, d), word, shift, constant);
}

@inline
export function round3(a: v128, b: v128, c: v128, d: v128, word: v128, shift: i32, constant: u32): v128 {
  return turned(a, b, v128.xor(v128.xor(b, c), d), word, shift, constant);
}

@inline
export function round4(a: v128, b: v128, c: v128, d: v128, word: v128, shift: i32, constant: u32): v128 {
  return turned(a, b, v128.xor(c, v128.or(b, v128.not(d))), word, shift, constant);
}

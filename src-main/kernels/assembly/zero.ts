/** @returns 1 when every byte is zero, 0 otherwise */
export function isZero(start: usize, length: usize): i32 {
  const end = start + length;
  const turnsEnd = start + (length & ~63);
  let at = start;
  for (; at < turnsEnd; at += 64) {
    const first = v128.or(v128.load(at), v128.load(at, 16));
    const second = v128.or(v128.load(at, 32), v128.load(at, 48));
    if (v128.any_true(v128.or(first, second))) return 0;
  }
  for (; at < end; at += 1) {
    if (load<u8>(at)) return 0;
  }
  return 1;
}

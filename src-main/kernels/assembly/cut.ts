import { gearAddress } from './layout.ts';

@inline
function rolled(hash: u32, byte: u32): u32 {
  return (hash << 1) + load<u32>((<usize>byte) << 2, gearAddress);
}

/** Hash behind the last byte of a search that found nothing. */
let lastHash: u32 = 0;

/** @returns where the hash first has no bit of the mask, behind that byte; 0 when nowhere */
function search(start: usize, end: usize, firstHash: u32, mask: u32): usize {
  let hash = firstHash;
  let at = start;
  // Eight bytes a turn, each loaded by itself: taking a word apart costs more. What is left over follows one by one.
  const turnsEnd = end - ((end - start) & 7);
  while (at < turnsEnd) {
    hash = rolled(hash, load<u8>(at));
    if (!(hash & mask)) return at + 1;
    hash = rolled(hash, load<u8>(at, 1));
    if (!(hash & mask)) return at + 2;
    hash = rolled(hash, load<u8>(at, 2));
    if (!(hash & mask)) return at + 3;
    hash = rolled(hash, load<u8>(at, 3));
    if (!(hash & mask)) return at + 4;
    hash = rolled(hash, load<u8>(at, 4));
    if (!(hash & mask)) return at + 5;
    hash = rolled(hash, load<u8>(at, 5));
    if (!(hash & mask)) return at + 6;
    hash = rolled(hash, load<u8>(at, 6));
    if (!(hash & mask)) return at + 7;
    hash = rolled(hash, load<u8>(at, 7));
    if (!(hash & mask)) return at + 8;
    at += 8;
  }
  for (; at < end; at += 1) {
    hash = rolled(hash, load<u8>(at));
    if (!(hash & mask)) return at + 1;
  }
  lastHash = hash;
  return 0;
}

/**
 * End of the chunk that begins at `start` (staging-format.md 9): the hash begins with 0 behind the least length, cuts are rare up to the
 * average length and frequent behind it.
 * @param average a power of two
 * @returns `end` when no cut comes before it and the chunk is not too long
 */
export function cut(start: usize, end: usize, least: usize, average: usize, most: usize): usize {
  if (end - start <= least) return end;
  const averageBits: u32 = ctz<u32>(<u32>average);
  const strict: u32 = (<u32>0xffffffff) << (30 - averageBits);
  const loose: u32 = (<u32>0xffffffff) << (34 - averageBits);
  const stop = min(end, start + most);
  const middle = min(stop, start + average);
  const early = search(start + least, middle, 0, strict);
  if (early) return early;
  const late = search(middle, stop, lastHash, loose);
  return late ? late : stop;
}

import { gearAddress } from './layout.ts';

/** Fixed forever: other numbers would move every cut and defeat dedup with earlier recovery points (staging-format.md 9). */
export function fillGear(): void {
  let state: u32 = 0x9e3779b9;
  for (let index: usize = 0; index < 256; index += 1) {
    state = (state ^ (state >> 15)) * 0x2c1b3c6d + 0x9e3779b9;
    store<u32>(gearAddress + (index << 2), state ^ (state >> 13));
  }
}

/** @file Stand-in for real source trees: seeded files with their sizes and words that repeat as in programs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createRandom, fraction, type Random } from './random.ts';

/** Sizes of the real corpus a: half of its files have at most 1.4 KB, nine in ten 18 KB, 99 in 100 120 KB. */
const sizeSteps = [
  { share: 0, bytes: 20 },
  { share: 0.5, bytes: 1400 },
  { share: 0.9, bytes: 18_000 },
  { share: 0.99, bytes: 120_000 },
  { share: 1, bytes: 1_300_000 },
] as const;

/** Size of the file that stands at this place, 0 to 1, in a list ordered by size; between two steps it grows by a factor. */
export function sizeAt(place: number): number {
  for (let index = 1; index < sizeSteps.length; index += 1) {
    const from = sizeSteps[index - 1];
    const to = sizeSteps[index];
    if (from === undefined || to === undefined || place > to.share) continue;
    const way = (place - from.share) / (to.share - from.share);
    return Math.round(from.bytes * (to.bytes / from.bytes) ** way);
  }
  return sizeSteps.at(-1)?.bytes ?? 0;
}

const lineCount = 6000;
const wordCount = 3000;

function inventWords(random: Random): readonly string[] {
  return Array.from({ length: wordCount }, () =>
    Array.from({ length: 2 + (random() % 10) }, () => String.fromCharCode(97 + (random() % 26))).join(''),
  );
}

/** Lines as in programs: an indent, a few words of which some are frequent, signs between them. */
function inventLines(random: Random): readonly Buffer[] {
  const words = inventWords(random);
  const signs = [' ', ' = ', '(', ', ', '->', ' + ', '_', '.'];
  return Array.from({ length: lineCount }, () => {
    let line = '\t'.repeat(random() % 4);
    for (let count = 2 + (random() % 7); count > 0; count -= 1) {
      // The square makes the first words of the list the frequent ones.
      line +=
        (words[Math.floor(fraction(random) ** 2 * wordCount)] ?? '') + (signs[random() % signs.length] ?? '');
    }
    return Buffer.from(`${line};\n`);
  });
}

/** Fills a buffer with lines, each with a number of its own now and then, so that no two files are alike. */
function fill(target: Buffer, lines: readonly Buffer[], random: Random): void {
  for (let used = 0; used < target.length; ) {
    const line = lines[Math.floor(fraction(random) ** 1.5 * lineCount)];
    used += line?.copy(target, used) ?? 0;
    if (random() % 3 === 0 && used < target.length)
      used += target.write(`/* ${random().toString(36)} */\n`, used);
  }
}

const filesPerFolder = 13;

/** Writes the tree, 13 files to a folder as in the real one, and every fortieth file the same as an earlier one. */
export function inventTree(folder: string, files: number): void {
  const random = createRandom(41);
  const lines = inventLines(random);
  let earlier: Buffer | undefined;
  for (let index = 0; index < files; index += 1) {
    const group = Math.floor(index / filesPerFolder);
    const home = path.join(folder, `part-${Math.floor(group / 40)}`, `module-${group % 40}`);
    if (index % filesPerFolder === 0) mkdirSync(home, { recursive: true });
    const content = Buffer.alloc(sizeAt(fraction(random)));
    fill(content, lines, random);
    const isCopy = index % 40 === 39 && earlier !== undefined;
    writeFileSync(
      path.join(home, `file-${index % filesPerFolder}.c`),
      isCopy ? (earlier ?? content) : content,
    );
    if (index % 40 === 0) earlier = content;
  }
}

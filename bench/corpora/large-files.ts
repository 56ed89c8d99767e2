/** @file Corpora b and c: large files. Text, a table of a database, the image of a disk; and noise. */
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { requireProgram } from '../process/find-program.ts';
import { runPipeline } from '../process/pipeline.ts';
import type { CorpusScale } from './corpus.ts';
import { createKeyStream, createRandom, type Random } from './random.ts';
import { filesBelow } from './walk.ts';

const kibibyte = 1024;
const mebibyte = 1024 * 1024;
const sectorBytes = 4 * kibibyte;

/** The tar of a source tree, sorted and without times, so that the same tree gives the same bytes. */
async function writeText(file: string, sourceTree: string, bytes: number): Promise<void> {
  const plain = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  await runPipeline({
    program: requireProgram('tar'),
    arguments: [...plain, '-cf', file, '-C', sourceTree, '.'],
  });
  if (statSync(file).size > bytes) truncateSync(file, bytes);
}

function inventDictionary(random: Random): readonly Buffer[] {
  return Array.from({ length: 4096 }, () => {
    const length = 3 + (random() % 9);
    return Buffer.from(Array.from({ length }, () => 97 + (random() % 26)));
  });
}

const pageBytes = 8 * kibibyte;
const usedPageBytes = 6500;

/** One page: header, rows of ascending keys, random numbers and words, a fifth of it free. @returns the next key */
function fillPage(
  page: Buffer,
  number: number,
  firstKey: number,
  words: readonly Buffer[],
  random: Random,
): number {
  let key = firstKey;
  page.writeUInt32LE(number, 0);
  page.writeUInt32LE(random(), 4);
  for (let used = 64; used < usedPageBytes; key += 1) {
    page.writeUInt32LE(key, used);
    page.writeUInt32LE(random(), used + 4);
    page.writeUInt32LE(1_700_000_000 + (random() % 86_400), used + 8);
    used += 12;
    for (let count = 0; count < 14; count += 1) {
      // Two numbers joined by "and" make some words frequent.
      used += words[random() & random() & 4095]?.copy(page, used) ?? 0;
      page[used] = 32;
      used += 1;
    }
  }
  return key;
}

function writeTable(file: string, bytes: number): void {
  const random = createRandom(1);
  const words = inventDictionary(random);
  const block = Buffer.alloc(8 * mebibyte);
  const output = openSync(file, 'w');
  let key = 0;
  for (let offset = 0; offset < bytes; offset += block.length) {
    block.fill(0);
    for (let at = 0; at < block.length; at += pageBytes) {
      const page = block.subarray(at, at + pageBytes);
      key = fillPage(page, (offset + at) / pageBytes, key, words, random);
    }
    writeSync(output, block, 0, Math.min(block.length, bytes - offset));
  }
  closeSync(output);
}

/** Programs and libraries of this machine, in a fixed order. */
function programFiles(): readonly string[] {
  return ['/usr/bin', '/usr/lib'].flatMap(filesBelow).filter((file) => statSync(file).size > 64 * kibibyte);
}

/** Half programs at whole sectors, a fifth zeros, the rest pieces of the text from any offset. */
function writeDiskImage(file: string, textFile: string, bytes: number): void {
  const random = createRandom(2);
  const programs = programFiles();
  const text = openSync(textFile, 'r');
  const textBytes = statSync(textFile).size;
  const output = openSync(file, 'w');
  for (let offset = 0, program = 0; offset < bytes; ) {
    const kind = random() % 10;
    let piece: Buffer;
    if (kind < 5) {
      const content = readFileSync(programs[program % programs.length] ?? '').subarray(0, bytes / 16);
      piece = Buffer.concat([content, Buffer.alloc(-content.length & (sectorBytes - 1))]);
      program += 1;
    } else if (kind < 7) {
      piece = Buffer.alloc((1 + (random() % 2048)) * sectorBytes);
    } else {
      piece = Buffer.alloc(Math.min((64 + (random() % 1024)) * sectorBytes, textBytes / 2));
      readSync(text, piece, 0, piece.length, random() % (textBytes - piece.length));
    }
    offset += writeSync(output, piece, 0, Math.min(piece.length, bytes - offset));
  }
  closeSync(output);
  closeSync(text);
}

/** Corpus b. @param sourceTree the `linux` folder of corpus a */
export async function buildCompressible(
  folder: string,
  sourceTree: string,
  scale: CorpusScale,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const text = path.join(folder, 'text.tar');
  await writeText(text, sourceTree, scale.textBytes);
  writeTable(path.join(folder, 'table.db'), scale.tableBytes);
  writeDiskImage(path.join(folder, 'disk.img'), text, scale.diskImageBytes);
}

/** Corpus c. */
export function buildNoise(folder: string, scale: CorpusScale): void {
  mkdirSync(folder, { recursive: true });
  for (let number = 0; number < scale.noiseFiles; number += 1) {
    const next = createKeyStream(`corpus:${number}`);
    const output = openSync(path.join(folder, `r${number}.bin`), 'w');
    for (let written = 0; written < scale.noiseFileBytes; ) {
      written += writeSync(output, next(Math.min(4 * mebibyte, scale.noiseFileBytes - written)));
    }
    closeSync(output);
  }
}

import { expect, it } from 'vitest';
import { KeptRun } from './kept-run.ts';
import type { KeptLine } from './previous-lines.ts';

const block = 'first\nsecond\nthird\nfourth\n';
const inFirst: readonly number[] = [1];

function lineOf(word: string, volumes: readonly number[] = inFirst, text = block): KeptLine {
  const start = text.indexOf(word);
  return { block: text, start, end: start + word.length + 1, volumes };
}

it('lines that stand side by side are one piece of text, with all their volumes and sizes', () => {
  const run = new KeptRun(lineOf('second'));
  expect(run.add(lineOf('second'), 10)).toBe(true);
  expect(run.add(lineOf('third', []), undefined)).toBe(true);
  expect(run.add(lineOf('fourth', [1, 2]), 5)).toBe(true);
  expect(run.text).toBe('second\nthird\nfourth\n');
  expect([...run.volumes]).toEqual([1, 2]);
  expect([run.files, run.folders, run.sourceBytes]).toEqual([2, 1, 15]);
});

it('a line with others between, of another block, or behind a run that is written does not go with it', () => {
  const run = new KeptRun(lineOf('first'));
  expect(run.add(lineOf('first'), 1)).toBe(true);
  expect(run.add(lineOf('third'), 1)).toBe(false);
  expect(run.add(lineOf('second', inFirst, block.replace('fourth', 'fifth!')), 1)).toBe(false);
  run.close();
  expect(run.add(lineOf('second'), 1)).toBe(false);
  expect([run.text, run.files]).toEqual(['first\n', 1]);
});

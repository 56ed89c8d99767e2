import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyChange, undoChange } from './change.ts';
import { createKeyStream } from './random.ts';

let root: string;
let folder: string;
let journal: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'bench-test-'));
  folder = path.join(root, 'data');
  journal = path.join(root, 'data.change');
  mkdirSync(path.join(folder, 'below'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function snapshot(): ReadonlyMap<string, { readonly text: string; readonly modified: number }> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return new Map(
    files
      .map((file) => path.join(folder, file))
      .filter((file) => statSync(file).isFile())
      .map((file) => [
        file,
        { text: readFileSync(file, 'latin1'), modified: Math.floor(statSync(file).mtimeMs) },
      ]),
  );
}

describe('lines', () => {
  beforeEach(() => {
    for (let number = 0; number < 600; number += 1) {
      writeFileSync(path.join(folder, number % 2 === 0 ? '' : 'below', `f${number}.txt`), `file ${number}\n`);
    }
  });

  it('changes about one file in a hundred, the same ones for a seed, and takes everything back', () => {
    const before = snapshot();
    const first = applyChange(folder, 'lines', 5, journal);
    const changed = snapshot();
    expect(first.files).toBeGreaterThan(0);
    expect(first.files).toBeLessThan(20);
    expect([...changed].filter(([file, { text }]) => text !== before.get(file)?.text)).toHaveLength(
      first.files,
    );
    undoChange(journal);
    expect(snapshot()).toEqual(before);
    expect(applyChange(folder, 'lines', 5, journal)).toEqual(first);
    const texts = (files: ReturnType<typeof snapshot>) => [...files.values()].map(({ text }) => text);
    expect(texts(snapshot())).toEqual(texts(changed));
  });
});

describe('runs', () => {
  beforeEach(() => {
    writeFileSync(path.join(folder, 'r0.bin'), createKeyStream('test')(9_000_000));
    writeFileSync(path.join(folder, 'below', 'text.tar'), 'some text\n'.repeat(500_000));
    writeFileSync(path.join(folder, 'small'), 'shorter than a run');
  });

  it('overwrites about one percent of the bytes, keeps lengths, and takes everything back', () => {
    const before = snapshot();
    const change = applyChange(folder, 'runs', 6, journal);
    expect(change.bytes).toBe(3 * 65_536);
    const changed = snapshot();
    for (const [file, { text }] of changed) {
      expect(text.length).toBe(before.get(file)?.text.length);
      expect(text === before.get(file)?.text).toBe(file.endsWith('small'));
    }
    undoChange(journal);
    expect(snapshot()).toEqual(before);
  });

  it('is taken back by a later run too, however far an earlier one came with it', () => {
    const before = snapshot();
    applyChange(folder, 'runs', 7, journal);
    cpSync(journal, `${journal}.again`, { recursive: true });
    undoChange(journal);
    undoChange(`${journal}.again`);
    expect(snapshot()).toEqual(before);
  });
});

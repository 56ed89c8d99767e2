import {
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bytesFromNative } from '../scan/native-path.ts';
import { placeLink } from './file-writer.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'place-link-'));
  writeFileSync(join(folder, 'taken'), 'what was there');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const place = (make: Parameters<typeof placeLink>[2]): void =>
  placeLink(join(folder, 'temporary'), bytesFromNative(join(folder, 'taken')), make);

test('a link takes the place of what was there', () => {
  place((temporary) => symlinkSync('elsewhere', temporary));
  expect(readlinkSync(join(folder, 'taken'))).toBe('elsewhere');
  expect(readdirSync(folder)).toEqual(['taken']);
});

test('a link that cannot be made leaves what was there, and nothing else', () => {
  expect(() => place((temporary) => linkSync(join(folder, 'missing'), temporary))).toThrow('ENOENT');
  expect(readFileSync(join(folder, 'taken'), 'utf8')).toBe('what was there');
  expect(readdirSync(folder)).toEqual(['taken']);
});

test('a second name of the very same file leaves no temporary name behind', () => {
  place((temporary) => linkSync(join(folder, 'taken'), temporary));
  expect(readdirSync(folder)).toEqual(['taken']);
});

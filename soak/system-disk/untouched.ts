/** @file Whether anything of a practice drive changed: its record, its files, their bytes and times. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Everything below a folder as text, one line each; two looks at an untouched folder are equal. */
export function printOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const file = path.join(folder, name);
      const { ino, mtimeMs, mode } = lstatSync(file);
      const isFile = lstatSync(file).isFile();
      const digest = isFile ? createHash('sha256').update(readFileSync(file)).digest('hex') : '';
      return `${name} ${ino} ${mtimeMs} ${mode} ${digest}`;
    })
    .join('\n');
}

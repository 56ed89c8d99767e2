/** @file Test support: a process of its own that backs up, so that it can be killed. Arguments: staging folder, source folder, `count`. */
import { readFileSync } from 'node:fs';
import { backUp, mebibyte } from './test-service.ts';

const [, , staging = '', source = '', count] = process.argv;
await backUp(staging, [source], { volumeBytes: mebibyte });
if (count === 'count')
  process.stdout.write(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? '');

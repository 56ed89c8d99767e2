/** @file Test support: a process of its own that backs up, so that it can be killed. Arguments: staging folder, source folder, `count` or the length of volumes. */
import { readFileSync } from 'node:fs';
import { backUp, mebibyte } from './test-service.ts';

const [, , staging = '', source = '', wish = ''] = process.argv;
await backUp(staging, [source], { volumeBytes: /^\d+$/.test(wish) ? Number(wish) : mebibyte });
if (wish === 'count')
  process.stdout.write(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? '');

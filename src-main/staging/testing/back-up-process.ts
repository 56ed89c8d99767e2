/**
 * @file Test support: a process of its own that backs up, so that it can be killed. Arguments: staging folder, source folder, then
 * `count` to be told what it read, `wait` to wait for space, or the length of volumes, and a further staging folder.
 */
import { readFileSync } from 'node:fs';
import { createFurtherFolders } from '../further-folders.ts';
import { draftFor, mebibyte, passphrase, recordingControl, service } from './test-service.ts';

const [, , staging = '', source = '', wish = '', more] = process.argv;
const volumeBytes = /^\d+$/.test(wish) ? Number(wish) : mebibyte;
const draft = draftFor(staging, [source], { volumeBytes });
const furtherFolders = createFurtherFolders(more === undefined ? [] : [more]).memory;
const waitsForSpace = wish === 'wait';
await service.backUp(
  { draft, passphrase, jobDetails: { container: 'seed' }, waitsForSpace, furtherFolders },
  recordingControl(),
);
if (wish === 'count')
  process.stdout.write(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? '');

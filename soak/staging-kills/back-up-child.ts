/**
 * @file A process of its own that backs up, so that it can be killed. Arguments: staging folder, source folder. Prints how many bytes
 * it read from files, its own program included.
 */
import { readFileSync } from 'node:fs';
import {
  draftFor,
  mebibyte,
  passphrase,
  recordingControl,
  service,
} from '../../src-main/staging/testing/test-service.ts';

const [, , staging = '', source = ''] = process.argv;
const draft = draftFor(staging, [source], { volumeBytes: mebibyte });
await service.backUp({ draft, passphrase, jobDetails: {}, threads: 2 }, recordingControl());
process.stdout.write(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? '');

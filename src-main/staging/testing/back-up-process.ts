/** @file Test support: a process of its own that backs up, so that it can be killed. Arguments: staging folder, source folder. */
import { backUp, mebibyte } from './test-service.ts';

const [, , staging = '', source = ''] = process.argv;
await backUp(staging, [source], { volumeBytes: mebibyte });

/** @file Worker thread entry: packs files of a backup into volumes of its own; one of several that share a chunk index. */
import { parentPort, workerData } from 'node:worker_threads';
import { servePacker } from '../staging/pack/serve-packer.ts';

if (parentPort === null) throw new Error('this file belongs into a worker thread');
servePacker(workerData, parentPort);

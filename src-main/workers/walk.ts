/** @file Worker thread entry: walks the source ahead of the backup that reads it. */
import { parentPort, workerData } from 'node:worker_threads';
import { serveWalk } from '../staging/scan/serve-walk.ts';

if (parentPort === null) throw new Error('this file belongs into a worker thread');
serveWalk(workerData, parentPort);

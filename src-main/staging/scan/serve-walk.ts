/** @file Worker thread: walks the selection ahead of the backup. */
import type { MessagePort } from 'node:worker_threads';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { type EventBatch, EventGatherer } from './event-batch.ts';
import { openSelection } from './open-selection.ts';
import { scan } from './scan.ts';
import { type FromWalk, mostHeldBytes, type WalkStart } from './walk-messages.ts';

/** A batch that is not full goes out after so long, so that nobody waits for a slow disk to fill it. */
const patienceMilliseconds = 50;

/** Walks to the end and posts what it meets; blocks this thread while the backup has enough to do. */
export function serveWalk(start: WalkStart, port: MessagePort): void {
  try {
    walk(start, port);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    port.postMessage({ kind: 'failed', error: error.toData() } satisfies FromWalk);
  }
}

function walk(start: WalkStart, port: MessagePort): void {
  const held = new Int32Array(start.held);
  const { roots, scanOptions } = openSelection(start.selection, start.outputFolder);
  const gatherer = new EventGatherer();
  const post = (message: FromWalk): void => port.postMessage(message);
  let hasHeld = false;
  let sentAt = performance.now();
  let totalFiles = 0;
  let totalBytes = 0;
  const send = (batch: EventBatch): void => {
    Atomics.add(held, 0, batch.sizeBytes);
    port.postMessage({ kind: 'batch', batch } satisfies FromWalk, [batch.types.buffer, batch.states.buffer]);
    for (let bytes = Atomics.load(held, 0); bytes > mostHeldBytes; bytes = Atomics.load(held, 0)) {
      if (!hasHeld) post({ kind: 'held' });
      hasHeld = true;
      Atomics.wait(held, 0, bytes);
    }
    sentAt = performance.now();
  };
  let events = 0;
  for (const event of scan(roots, scanOptions)) {
    if (event.type === 'entry' && event.kind === 'file') {
      totalFiles += 1;
      totalBytes += Number(event.stat.size);
    }
    const full = gatherer.add(event);
    if (full !== undefined) send(full);
    events += 1;
    const isLooked = events % 32 === 0 && !gatherer.isEmpty;
    if (isLooked && performance.now() - sentAt > patienceMilliseconds) send(gatherer.take());
  }
  send(gatherer.take());
  post({ kind: 'end', totals: { totalFiles, totalBytes } });
}

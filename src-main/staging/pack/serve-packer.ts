/** @file Worker thread: takes jobs, one after the other, and answers each. */
import type { MessagePort } from 'node:worker_threads';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { createWorkerGate } from '../../platform/node/worker-task.ts';
import { folderForVolumes } from '../further-folders.ts';
import { readSpeedLimit } from '../speed-limit-cell.ts';
import { ChunkIndex } from './chunk-index.ts';
import { createChunkPacker } from './chunk-packer.ts';
import { createFilePacker } from './file-packer.ts';
import { keysNoted } from './keys-cell.ts';
import { createPacer } from './pacer.ts';
import { createPackMemory } from './pack-memory.ts';
import { type FromPacker, type PackJob, type PackStart, packCounters } from './pack-messages.ts';
import { PackedBuilder } from './packed-builder.ts';
import { createVolumePacker } from './volume-packer.ts';
import { VolumeStream } from './volume-stream.ts';

/** Parts of a packing thread, put together. */
function createPacker(start: PackStart, post: (message: FromPacker) => void) {
  const { limits, set, folder, waitsForSpace, furtherFolders } = start;
  const counters = new BigInt64Array(start.counters);
  const gate = createWorkerGate(start.state);
  const addTime = (counter: number, milliseconds: number): void => {
    Atomics.add(counters, counter, BigInt(Math.round(milliseconds * 1000)));
  };
  const pace = createPacer({
    limit: () => (start.speedLimit === undefined ? {} : readSpeedLimit(start.speedLimit)),
    threads: start.threads,
    gate,
  });
  const memory = createPackMemory(limits, start.threads);
  const stream = new VolumeStream(memory, () => folderForVolumes(folder, furtherFolders), {
    gate,
    waitsForSpace,
    keysNoted: () => keysNoted(start.keys),
    onFull: (missingBytes, folder) => post({ kind: 'full', missingBytes, folder }),
    onWaited: (milliseconds) => addTime(packCounters.writingTime, milliseconds),
    onWriting: (bytes) => Atomics.add(counters, packCounters.heldBytes, BigInt(bytes)),
    onWritten(bytes) {
      Atomics.sub(counters, packCounters.heldBytes, BigInt(bytes));
      Atomics.add(counters, packCounters.writtenBytes, BigInt(bytes));
    },
  });
  const volumes = createVolumePacker({
    set,
    volumeBytes: limits.volumeBytes,
    stream,
    nextNumber: () => Number(Atomics.add(counters, packCounters.nextNumber, 1n)),
    now: () => new Date(Date.now() + start.clockOffset).toISOString(),
    onFinished: (row) => post({ kind: 'volume', row }),
  });
  const chunks = createChunkPacker(volumes, new ChunkIndex(start.index), memory.gather, limits);
  const files = createFilePacker({
    memory,
    chunks,
    limits,
    onReading: (milliseconds) => addTime(packCounters.readingTime, milliseconds),
    onBytes(bytes) {
      Atomics.add(counters, packCounters.readBytes, BigInt(bytes));
      gate();
      if (start.speedLimit !== undefined) addTime(packCounters.pacedTime, pace(bytes));
    },
  });
  return { files, chunks, volumes };
}

/** Serves until the thread is ended. The first failure is posted and ends the work. */
export function servePacker(start: PackStart, port: MessagePort): void {
  const post = (message: FromPacker, moved: readonly ArrayBuffer[] = []): void =>
    port.postMessage(message, moved);
  const { files, chunks, volumes } = createPacker(start, post);
  const run = async (job: PackJob): Promise<void> => {
    switch (job.kind) {
      case 'files':
      case 'group':
      case 'segment': {
        const builder = new PackedBuilder();
        await files.pack(job, builder);
        const packed = builder.build();
        post({ kind: 'packed', id: job.id, packed }, [
          packed.counts.buffer,
          packed.numbers.buffer,
          packed.lengths.buffer,
        ]);
        return;
      }
      case 'flush':
        await chunks.flush();
        post({ kind: 'flushed' });
        return;
      case 'finish':
        await chunks.flush();
        await volumes.finish();
        post({ kind: 'finished' });
    }
  };
  let chain = Promise.resolve();
  let hasFailed = false;
  const fail = (error: unknown): void => {
    hasFailed = true;
    if (error instanceof AppError) {
      post({ kind: 'failed', error: error.toData() });
      return;
    }
    const failure = error instanceof Error ? error : new Error(String(error));
    post({ kind: 'crashed', message: failure.message, stack: failure.stack ?? '' });
  };
  port.on('message', (job: PackJob) => {
    chain = chain.then(() => (hasFailed ? undefined : run(job))).catch(fail);
  });
}

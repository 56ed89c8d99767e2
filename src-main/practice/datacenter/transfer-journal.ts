/** @file What the import of one drive has done so far, line by line, so that it goes on after a kill instead of starting over. */
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { isMissing } from '../world/state-file.ts';

const lineSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('target'),
    index: z.int(),
    name: z.string(),
    disposition: z.enum(['Created', 'Renamed', 'Skipped', 'Overwritten', 'Cancelled']),
  }),
  z.strictObject({
    type: z.literal('blob'),
    index: z.int(),
    /** `fine`, `noted` (renamed, overwritten, skipped) or `failed`. */
    verdict: z.enum(['fine', 'noted', 'failed']),
    bytesDone: z.int(),
    bytesSucceeded: z.int(),
    /** Elements for the two logs; empty when the log does not tell about the blob. */
    verboseElement: z.string(),
    errorElement: z.string(),
  }),
]);
export type TransferLine = z.infer<typeof lineSchema>;
export type TargetLine = Extract<TransferLine, { type: 'target' }>;
export type BlobLine = Extract<TransferLine, { type: 'blob' }>;

/** Cuts off a line that a kill left unfinished. */
async function cutUnfinishedLine(path: string): Promise<void> {
  const handle = await open(path, 'r');
  let end: number;
  try {
    end = (await handle.stat()).size;
    const buffer = Buffer.alloc(64 * 1024);
    while (end > 0) {
      const start = Math.max(0, end - buffer.length);
      const { bytesRead } = await handle.read(buffer, 0, end - start, start);
      const newline = buffer.subarray(0, bytesRead).lastIndexOf(0x0a);
      if (newline >= 0) {
        end = start + newline + 1;
        break;
      }
      end = start;
    }
  } finally {
    await handle.close();
  }
  await truncate(path, end);
}

/** Reads all whole lines of a transfer; nothing when it never began. */
export async function* readTransfer(path: string): AsyncGenerator<TransferLine> {
  const stream = createReadStream(path, 'utf8');
  try {
    const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
    for await (const line of lines) if (line !== '') yield lineSchema.parse(JSON.parse(line));
  } finally {
    stream.destroy();
  }
}

export class TransferJournal {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #targets: Map<number, TargetLine>;
  readonly #blobs: Map<number, Omit<BlobLine, 'verboseElement' | 'errorElement'>>;

  private constructor(path: string, handle: FileHandle, lines: Pick<TransferJournal, 'targets' | 'blobs'>) {
    this.path = path;
    this.#handle = handle;
    this.#targets = lines.targets;
    this.#blobs = lines.blobs;
  }

  get targets(): Map<number, TargetLine> {
    return this.#targets;
  }

  /** Blobs that are dealt with, by their position in the manifest; log texts stay on disk. */
  get blobs(): Map<number, Omit<BlobLine, 'verboseElement' | 'errorElement'>> {
    return this.#blobs;
  }

  static async open(path: string): Promise<TransferJournal> {
    const targets = new Map<number, TargetLine>();
    const blobs = new Map<number, Omit<BlobLine, 'verboseElement' | 'errorElement'>>();
    await mkdir(dirname(path), { recursive: true });
    try {
      await cutUnfinishedLine(path);
      for await (const line of readTransfer(path)) {
        if (line.type === 'target') targets.set(line.index, line);
        else {
          const { verboseElement: _verbose, errorElement: _error, ...rest } = line;
          blobs.set(line.index, rest);
        }
      }
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    return new TransferJournal(path, await open(path, 'a'), { targets, blobs });
  }

  async add(line: TransferLine): Promise<void> {
    await this.#handle.appendFile(`${JSON.stringify(line)}\n`);
    await this.#handle.sync();
    if (line.type === 'target') this.#targets.set(line.index, line);
    else {
      const { verboseElement: _verbose, errorElement: _error, ...rest } = line;
      this.#blobs.set(line.index, rest);
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

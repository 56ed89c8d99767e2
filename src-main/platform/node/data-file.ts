/** @file For worker threads: files read and written in large pieces, past the system cache where the system lets us. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { directBytes, directFlag, isNotDirect } from './direct-access.ts';

const flagsOf = {
  read: constants.O_RDONLY,
  create: constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC,
  change: constants.O_RDWR,
} as const;

type Operation = (handle: FileHandle) => Promise<number>;

/** An open file; pieces start at multiples of 4096 and lie in aligned buffers. */
export class DataFile {
  readonly #path: string | Buffer;
  readonly #flags: number;
  #handle: FileHandle;
  #isDirect: boolean;
  #reopening: Promise<void> | undefined;

  private constructor(path: string | Buffer, flags: number, handle: FileHandle, isDirect: boolean) {
    this.#path = path;
    this.#flags = flags;
    this.#handle = handle;
    this.#isDirect = isDirect;
  }

  /**
   * @param access `change`: what is there already stays
   * @param wantsDirect past the system cache, if the system has it
   * @param mode permission bits of a file that is made
   */
  static async open(
    path: string | Buffer,
    access: 'read' | 'create' | 'change',
    wantsDirect: boolean,
    mode = 0o644,
  ): Promise<DataFile> {
    const flags = flagsOf[access];
    // Reopening must not empty the file.
    const laterFlags = flags & ~(constants.O_CREAT | constants.O_TRUNC);
    if (wantsDirect && directFlag !== 0) {
      try {
        return new DataFile(path, laterFlags, await open(path, flags | directFlag, mode), true);
      } catch (error) {
        if (!isNotDirect(error)) throw error;
      }
    }
    return new DataFile(path, laterFlags, await open(path, flags, mode), false);
  }

  /** False as soon as one piece had to go through the system cache. */
  get isDirect(): boolean {
    return this.#isDirect;
  }

  /** Reads until the piece is full or the file ends. @returns bytes read */
  async read(buffer: Buffer, length: number, position: number): Promise<number> {
    // Past the cache only whole blocks can be asked for; the end of the file shortens the answer.
    const asked = Math.ceil(length / directBytes) * directBytes;
    let done = 0;
    while (done < length) {
      const from = done;
      const bytes = await this.#run((handle) =>
        handle.read(buffer, from, asked - from, position + from).then(({ bytesRead }) => bytesRead),
      );
      if (bytes === 0) break;
      done += bytes;
    }
    return Math.min(done, length);
  }

  async write(buffer: Buffer, length: number, position: number): Promise<void> {
    const whole = length - (length % directBytes);
    await this.#writePart(buffer, 0, whole, position);
    if (whole === length) return;
    await this.#reopenBuffered();
    await this.#writePart(buffer, whole, length, position);
  }

  async #writePart(buffer: Buffer, from: number, to: number, position: number): Promise<void> {
    for (let done = from; done < to; ) {
      const start = done;
      done += await this.#run((handle) =>
        handle.write(buffer, start, to - start, position + start).then(({ bytesWritten }) => bytesWritten),
      );
    }
  }

  sync(): Promise<void> {
    return this.#handle.sync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #run(operation: Operation): Promise<number> {
    const handle = this.#handle;
    try {
      return await operation(handle);
    } catch (error) {
      if (!(this.#isDirect || handle !== this.#handle) || !isNotDirect(error)) throw error;
      await this.#reopenBuffered();
      return operation(this.#handle);
    }
  }

  /** Pieces in flight keep the old handle until they are done, since closing waits for them. */
  #reopenBuffered(): Promise<void> {
    this.#reopening ??= (async () => {
      if (!this.#isDirect) return;
      const old = this.#handle;
      this.#handle = await open(this.#path, this.#flags);
      this.#isDirect = false;
      await old.close();
    })();
    return this.#reopening;
  }
}

/** @file Worker thread: bytes of one volume on their way to the disk, hashed per 4 MiB range just before they are written. */
import { copyFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { rangeMd5 } from '../../kernels/range-md5.ts';
import { DataFile } from '../../platform/node/data-file.ts';
import { isDiskFull, writeFailure } from '../staging-errors.ts';
import { freeBytes } from '../write/free-space.ts';
import { syncFolder } from '../write/output-file.ts';
import type { PackMemory, Region } from './pack-memory.ts';

export interface StreamHooks {
  /** Waits while paused. @throws AppError `task.stopped` */
  readonly gate: () => void;
  /** Told once for every folder that it is full, and the bytes that could not be written; then, with 0, that it goes on. */
  readonly onFull: (missingBytes: number, folder: string) => void;
  /** Told before a window is written, and after. */
  readonly onWriting: (bytes: number) => void;
  readonly onWritten: (bytes: number) => void;
  /** Told how many milliseconds the thread waited for the disk. */
  readonly onWaited: (milliseconds: number) => void;
  /** Resolves once a volume may have its name; absent: it may. */
  readonly keysNoted?: () => Promise<void>;
  /** False: a full disk ends the work with `staging.noSpace`. */
  readonly waitsForSpace: boolean;
}

export interface FinishedStream {
  readonly length: number;
  /** 16 bytes per range, joined, base64. */
  readonly pageRangeMd5: string;
}

/** What a name needs at most, for where only that is missing. */
const nameBytes = 4096;
const lookAgainMilliseconds = 1000;

/** One volume at a time; the memory stays. */
export class VolumeStream {
  readonly #memory: PackMemory;
  readonly #folderNow: () => string;
  readonly #hooks: StreamHooks;
  readonly #windowBytes: number;
  #file: DataFile | undefined;
  /** Where the open volume lies. */
  #folder = '';
  #name = '';
  #current = 0;
  #used = 0;
  /** Where the current window begins in the file. */
  #windowStart = 0;
  #digests: Buffer[] = [];
  /** The other window on its way; undefined: free. */
  #writing: Promise<void> | undefined;
  #failure: unknown;

  /** @param folderNow where volumes go; another one when a further folder was added */
  constructor(memory: PackMemory, folderNow: () => string, hooks: StreamHooks) {
    this.#memory = memory;
    this.#folderNow = folderNow;
    this.#hooks = hooks;
    this.#windowBytes = memory.windows[0].bytes.length;
  }

  /** Position of the next byte in the file. */
  get position(): number {
    return this.#windowStart + this.#used;
  }

  /** @throws AppError as `finish` */
  async open(name: string): Promise<void> {
    this.#name = name;
    this.#folder = this.#folderNow();
    this.#file = await this.#whenRoom(nameBytes, () =>
      DataFile.open(this.#partialPath(), 'create', true, 0o600),
    );
    this.#used = 0;
    this.#windowStart = 0;
    this.#digests = [];
  }

  /** True when so many bytes, at most one window, can be put without waiting. A window that is full to its last byte needs the other one. */
  hasRoom(bytes: number): boolean {
    return (
      this.#failure === undefined && (this.#used + bytes < this.#windowBytes || this.#writing === undefined)
    );
  }

  /** Resolves when the other window is free. @throws AppError when it could not be written */
  async room(): Promise<void> {
    const began = performance.now();
    await this.#writing;
    this.#hooks.onWaited(performance.now() - began);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Copies bytes behind those that are there; only after `hasRoom` or `room`. */
  put(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      const piece = bytes.subarray(done, done + this.#windowBytes - this.#used);
      this.#window().bytes.set(piece, this.#used);
      this.#used += piece.length;
      done += piece.length;
      if (this.#used === this.#windowBytes) this.#flip();
    }
  }

  /** Puts zeros up to a multiple of so many bytes. */
  padTo(multiple: number): void {
    this.put(Buffer.alloc((multiple - (this.position % multiple)) % multiple));
  }

  /**
   * Writes the rest, syncs, gives the file its name. Its length has to be a multiple of 4096.
   * @throws AppError `staging.noSpace`, `staging.notWritable`, `staging.writeFailed`, `task.stopped`
   */
  async finish(): Promise<FinishedStream> {
    const length = this.position;
    await this.room();
    if (this.#used > 0) this.#flip();
    await this.room();
    const file = this.#file;
    this.#file = undefined;
    const path = this.#partialPath();
    try {
      // A share that tells only here that it is full has lost what it took: that cannot be waited for.
      await file?.sync();
      await file?.close();
      await this.#hooks.keysNoted?.();
      await this.#whenRoom(nameBytes, () => rename(path, join(this.#folder, this.#name)), false);
      syncFolder(this.#folder);
    } catch (error) {
      throw writeFailure(error, path);
    }
    return { length, pageRangeMd5: Buffer.concat(this.#digests).toString('base64') };
  }

  #window(): Region {
    return this.#memory.windows[this.#current === 0 ? 0 : 1];
  }

  #partialPath(): string {
    return join(this.#folder, `${this.#name}.partial`);
  }

  #flip(): void {
    const { bytes, start } = this.#window();
    const used = this.#used;
    const position = this.#windowStart;
    this.#digests.push(rangeMd5(this.#memory.kernels, start, used));
    this.#hooks.onWriting(used);
    this.#writing = this.#write(bytes, used, position)
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => {
        this.#writing = undefined;
      });
    this.#windowStart += used;
    this.#used = 0;
    this.#current = 1 - this.#current;
  }

  async #write(bytes: Buffer, length: number, position: number): Promise<void> {
    await this.#whenRoom(length, async () => this.#file?.write(bytes, length, position));
    this.#hooks.onWritten(length);
  }

  /**
   * Runs writing that needs so many bytes; where a full disk may be waited for, again until there is room, here or elsewhere.
   * @param mayMove false: the volume stays where it is
   */
  async #whenRoom<Value>(bytes: number, work: () => Promise<Value>, mayMove = true): Promise<Value> {
    for (let told: string | undefined; ; ) {
      try {
        const value = await work();
        if (told !== undefined) this.#hooks.onFull(0, told);
        return value;
      } catch (error) {
        if (!this.#hooks.waitsForSpace || !isDiskFull(error)) throw writeFailure(error, this.#partialPath());
      }
      const folder = mayMove ? this.#folderNow() : this.#folder;
      if (folder !== this.#folder && (await this.#goTo(folder))) continue;
      if (told !== folder) this.#hooks.onFull(bytes, folder);
      told = folder;
      await wait(lookAgainMilliseconds);
      this.#hooks.gate();
    }
  }

  /** Takes the open volume to the folder that was added since; what it took in the full one is free then. @returns false: nothing changed */
  async #goTo(folder: string): Promise<boolean> {
    const from = this.#partialPath();
    const to = join(folder, `${this.#name}.partial`);
    try {
      if (this.#file !== undefined) {
        if ((await stat(from)).size > (freeBytes(folder) ?? Number.POSITIVE_INFINITY)) return false;
        await copyFile(from, to);
        const moved = await DataFile.open(to, 'change', true);
        await this.#file.close();
        this.#file = moved;
        await rm(from, { force: true });
      }
      this.#folder = folder;
      return true;
    } catch (error) {
      if (!isDiskFull(error)) throw writeFailure(error, to);
      await rm(to, { force: true });
      return false;
    }
  }
}

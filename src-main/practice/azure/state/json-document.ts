/** @file Durable state of one stand-in: whole in memory, one JSON file behind it. */
import { mkdir, readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { ZodType } from 'zod';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { writeFileAtomically } from '../../../platform/node/atomic-file.ts';

/** A JSON file that is read once and written as a whole; writes that come together share one file write. */
export class JsonDocument<Value> {
  readonly #path: string;
  readonly #value: Value;
  #lastWrite: Promise<void> = Promise.resolve();
  #nextWrite: Promise<void> | undefined;

  private constructor(path: string, value: Value) {
    this.#path = path;
    this.#value = value;
  }

  /**
   * Opens the file, or starts with `initial` and writes that.
   * @throws AppError `practice.stateDamaged` when the file is there but not readable as this shape
   */
  static async open<Value>(
    path: string,
    schema: ZodType<Value>,
    initial: () => Value,
  ): Promise<JsonDocument<Value>> {
    await mkdir(dirname(path), { recursive: true });
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw damaged(path, error);
      const document = new JsonDocument(path, initial());
      await document.save();
      return document;
    }
    try {
      return new JsonDocument(path, schema.parse(JSON.parse(text)));
    } catch (error) {
      throw damaged(path, error);
    }
  }

  /** The live state. Whoever changes it calls `save` before telling anybody. */
  get value(): Value {
    return this.#value;
  }

  /** Resolves when everything that is in `value` now is on the disk. */
  save(): Promise<void> {
    if (this.#nextWrite === undefined) {
      const write = this.#lastWrite
        .catch(() => undefined)
        .then(() => {
          this.#nextWrite = undefined;
          return writeFileAtomically(this.#path, `${JSON.stringify(this.#value, undefined, 1)}\n`);
        });
      this.#nextWrite = write;
      this.#lastWrite = write;
    }
    return this.#nextWrite;
  }

  /** Resolves when no write is under way; a failed write has been reported to whoever asked for it. */
  async settle(): Promise<void> {
    await this.#lastWrite.catch(() => undefined);
  }
}

function damaged(path: string, cause: unknown): AppError {
  return new AppError({
    kind: 'environment',
    code: 'practice.stateDamaged',
    params: { file: basename(path) },
    details: String(cause).slice(0, 2000),
    cause,
  });
}

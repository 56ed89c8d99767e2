/** @file One program that reads extended attributes for a whole backup. */
import { randomUUID } from 'node:crypto';
import type { CommandOutcome } from '../ports/command-runner.ts';
import type { CommandSession, OpenCommandSession } from '../ports/command-session.ts';
import type { PosixMetadataPrograms } from '../ports/file-metadata.ts';

/**
 * Reads questions, each a line with a number of bytes and then so many bytes of paths, and answers each. `dd` takes from its input what
 * it is told and nothing of what follows. Constant; what differs comes as arguments: mark, `dd`, `xargs`, `getfattr` and its options.
 */
const script = `mark=$1; dd=$2; xargs=$3; shift 3
while IFS= read -r bytes; do
  "$dd" bs="$bytes" count=1 iflag=fullblock status=none | "$xargs" -0 -r "$@" --
  code=$?
  printf '%s %s\\n' "$mark" "$code"
  printf '%s\\n' "$mark" >&2
done
`;

/** No file has this path, and every `getfattr` says so. */
const nowhere = '/dev/null/nowhere';

/** @param paths one character per byte, so that its length is a number of bytes */
const question = (paths: string): string => `${paths.length}\n${paths}`;

/** Answers questions about attributes through one program, started at the first of them. */
export class AttributeSession {
  readonly #open: () => CommandSession | undefined;
  #session: Promise<CommandSession | undefined> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param options of `getfattr`
   * @param timeoutMilliseconds for one answer
   */
  constructor(
    { session, xargs, getfattr }: PosixMetadataPrograms,
    options: readonly string[],
    timeoutMilliseconds: number,
    open: OpenCommandSession,
  ) {
    this.#open = () => {
      if (session === undefined) return undefined;
      const mark = randomUUID();
      const programs = [mark, session.dd, xargs, getfattr];
      const values = ['-c', script, 'attributes', ...programs, ...options];
      return open({ program: session.shell, arguments: values, mark, timeoutMilliseconds });
    };
  }

  /**
   * @param paths one character per byte, each ended by a zero
   * @returns undefined where no such program works as it should: then every question has to be a run of its own
   */
  ask(paths: string): Promise<CommandOutcome | undefined> {
    const answer = this.#last.then(() => this.#exchange(paths));
    this.#last = answer;
    return answer;
  }

  async #exchange(paths: string): Promise<CommandOutcome | undefined> {
    this.#session ??= this.#start();
    const session = await this.#session;
    if (session === undefined) return undefined;
    try {
      return await session.exchange(question(paths));
    } catch {
      // It ended, or hung and was ended; a single run asks again and tells what is wrong, if anything is.
      this.#session = Promise.resolve(undefined);
      return undefined;
    }
  }

  async #start(): Promise<CommandSession | undefined> {
    const session = this.#open();
    if (session === undefined) return undefined;
    try {
      const { standardError } = await session.exchange(question(`${nowhere}\0`));
      if (standardError.includes(nowhere)) return session;
    } catch {
      // As one that answers nothing of use: the single runs that follow tell what is wrong, if anything is.
    }
    session.close();
    return undefined;
  }
}

/** @file Extended attributes through `getfattr` and `setfattr`: Node has no calls for them. */
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { type CommandRunner, longestCommandOutputBytes } from '../ports/command-runner.ts';
import type { OpenCommandSession } from '../ports/command-session.ts';
import {
  type FileMetadata,
  type FileMetadataFacts,
  type FileMetadataStore,
  type MetadataAnswer,
  type MetadataPath,
  type MetadataToRestore,
  nothingBeside,
  type PosixMetadataPrograms,
  type RestoredMetadata,
} from '../ports/file-metadata.ts';
import { AttributeSession } from './posix-attribute-session.ts';
import { attributeText, parseAttributeText, parseFailures } from './posix-attribute-text.ts';

const programFolders = ['/usr/bin', '/bin', '/usr/local/bin'];
/** A path costs a few microseconds, a run some milliseconds. */
const batchSize = 4096;
const timeoutMilliseconds = 300_000;
/** `getfattr` ends with 1 when it could not read one of the files, `xargs` then with 123. */
const readCodes = [0, 1, 123];
const readOptions = ['--no-dereference', '--dump', '--match=-', '--encoding=base64', '--absolute-names'];
const pathEnd = '\0';
const unsupported = 'Operation not supported';

function findProgram(name: string): string | undefined {
  return programFolders.map((folder) => posix.join(folder, name)).find((path) => existsSync(path));
}

/** @returns undefined where the programs are not installed */
export function findPosixMetadataPrograms(): PosixMetadataPrograms | undefined {
  const [xargs, getfattr, setfattr] = ['xargs', 'getfattr', 'setfattr'].map(findProgram);
  if (xargs === undefined || getfattr === undefined || setfattr === undefined) return undefined;
  const [shell, dd] = ['sh', 'dd'].map(findProgram);
  const session = shell === undefined || dd === undefined ? {} : { session: { shell, dd } };
  return { xargs, getfattr, setfattr, ...session };
}

/** What this computer can tell about files beside their content; undefined: nothing. */
export function fileMetadataFacts(): FileMetadataFacts | undefined {
  if (process.platform === 'win32') {
    const { SystemRoot: systemRoot } = process.env;
    return systemRoot === undefined ? undefined : { kind: 'windows', systemRoot };
  }
  const programs = findPosixMetadataPrograms();
  return programs === undefined ? undefined : { kind: 'posix', programs };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the question is exactly whether all characters are 7-bit
const ascii = /^[\u0000-\u007f]*$/;

function latin1(path: MetadataPath): string {
  if (typeof path === 'string' && ascii.test(path)) return path;
  return (typeof path === 'string' ? Buffer.from(path, 'utf8') : Buffer.from(path)).toString('latin1');
}

const metadataOf = (extendedAttributes: FileMetadata['extendedAttributes']): MetadataAnswer => ({
  ok: true,
  metadata: { ...nothingBeside, extendedAttributes },
});

const noAttributes = metadataOf([]);

class PosixFileMetadata implements FileMetadataStore {
  readonly kind = 'posix';
  readonly batchSize = batchSize;
  readonly #commands: CommandRunner;
  readonly #programs: PosixMetadataPrograms;
  readonly #session: AttributeSession | undefined;

  constructor(commands: CommandRunner, programs: PosixMetadataPrograms, openSession?: OpenCommandSession) {
    this.#commands = commands;
    this.#programs = programs;
    this.#session =
      openSession === undefined
        ? undefined
        : new AttributeSession(programs, readOptions, timeoutMilliseconds, openSession);
  }

  /** Asks for two kinds of attributes by name: a file system that knows neither says so at once. */
  async isServed(path: MetadataPath): Promise<boolean> {
    for (const name of ['user.offline-backup', 'system.posix_acl_access']) {
      const { standardError } = await this.#getfattr(latin1(path) + pathEnd, [
        '--no-dereference',
        `--name=${name}`,
      ]);
      if (!standardError.includes(unsupported)) return true;
    }
    return false;
  }

  async read(paths: readonly MetadataPath[], signal?: AbortSignal): Promise<readonly MetadataAnswer[]> {
    const joined = paths.map((path) => latin1(path) + pathEnd);
    const answers: MetadataAnswer[] = [];
    for (let from = 0; from < joined.length; from += batchSize) {
      const batch = joined.slice(from, from + batchSize);
      const found = await this.readJoined(batch.join(''), signal);
      answers.push(...batch.map((path) => found.get(path.slice(0, -pathEnd.length)) ?? noAttributes));
    }
    return answers;
  }

  async readJoined(paths: string, signal?: AbortSignal): Promise<ReadonlyMap<string, MetadataAnswer>> {
    const told = signal === undefined ? await this.#session?.ask(paths) : undefined;
    const isTold = told !== undefined && readCodes.includes(told.exitCode);
    const outcome = isTold ? told : await this.#getfattr(paths, readOptions, signal);
    const { exitCode, standardOutput, standardError } = outcome;
    if (standardOutput.length >= longestCommandOutputBytes) return this.#readHalves(paths, signal);
    const answers = new Map<string, MetadataAnswer>();
    // Most files have nothing, and most batches as well.
    if (exitCode === 0 && standardOutput === '' && standardError === '') return answers;
    for (const [path, attributes] of parseAttributeText(standardOutput))
      answers.set(path, metadataOf(attributes));
    const failures = parseFailures(standardError, new Set(paths.split(pathEnd)));
    // It failed without naming a file: then nothing tells whether the others have attributes.
    if (exitCode !== 0 && failures.size === 0) throw this.#failed(this.#programs.getfattr, exitCode);
    for (const [path, reason] of failures) answers.set(path, { ok: false, reason });
    return answers;
  }

  /** What was cut off at the end of a long output is asked for again, in smaller runs. */
  async #readHalves(paths: string, signal?: AbortSignal): Promise<ReadonlyMap<string, MetadataAnswer>> {
    const all = paths.split(pathEnd).slice(0, -1);
    const [first = ''] = all;
    if (all.length === 1)
      return new Map([[first, { ok: false, reason: 'extended attributes are too long' }]]);
    const answers = new Map<string, MetadataAnswer>();
    const middle = all.length >> 1;
    for (const half of [all.slice(0, middle), all.slice(middle)]) {
      const found = await this.readJoined(half.map((path) => path + pathEnd).join(''), signal);
      for (const [path, answer] of found) answers.set(path, answer);
    }
    return answers;
  }

  /** Paths go through `xargs`, which takes any bytes and splits what is too much for one command line. */
  #getfattr(paths: string, options: readonly string[], signal?: AbortSignal) {
    const { xargs, getfattr } = this.#programs;
    return this.#commands.run({
      program: xargs,
      arguments: ['-0', '-r', getfattr, ...options, '--'],
      input: paths,
      encoding: 'latin1',
      successCodes: readCodes,
      timeoutMilliseconds,
      ...(signal === undefined ? {} : { signal }),
    });
  }

  #failed(program: string, exitCode: number): AppError {
    const params = { program, exitCode, seconds: timeoutMilliseconds / 1000 };
    return new AppError({ kind: 'environment', code: 'command.failed', params, retry: 'same-call' });
  }

  async restore(
    items: readonly MetadataToRestore[],
    signal?: AbortSignal,
  ): Promise<readonly RestoredMetadata[]> {
    const paths = items.map(({ path }) => latin1(path));
    const input = items
      .map(({ extendedAttributes = [] }, index) =>
        extendedAttributes.length === 0 ? '' : attributeText(paths[index] ?? '', extendedAttributes),
      )
      .join('');
    if (input === '') return items.map(() => ({}));
    const { exitCode, standardError } = await this.#commands.run({
      program: this.#programs.setfattr,
      arguments: ['--no-dereference', '--restore=-'],
      input,
      encoding: 'latin1',
      successCodes: [0, 1],
      timeoutMilliseconds,
      ...(signal === undefined ? {} : { signal }),
    });
    const failures = parseFailures(standardError, new Set(paths));
    if (exitCode !== 0 && failures.size === 0) throw this.#failed(this.#programs.setfattr, exitCode);
    return paths.map((path) => {
      const reason = failures.get(path);
      return reason === undefined ? {} : { extendedAttributes: { reason } };
    });
  }
}

/**
 * @param programs from `findPosixMetadataPrograms`
 * @param openSession lets one program answer all questions; absent: each is a run of its own
 */
export function createPosixFileMetadata(
  commands: CommandRunner,
  programs: PosixMetadataPrograms,
  openSession?: OpenCommandSession,
): FileMetadataStore {
  return new PosixFileMetadata(commands, programs, openSession);
}

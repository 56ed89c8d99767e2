/** @file Access lists, attributes and streams of files in batches, behind the metadata port. */
import { win32 } from 'node:path';
import type { CommandRunner } from '../ports/command-runner.ts';
import type {
  FileMetadataStore,
  MetadataAnswer,
  MetadataFailure,
  MetadataPath,
  ReparseKind,
} from '../ports/file-metadata.ts';
import type { PowerShell } from './powershell/power-shell.ts';
import { systemErrorOf } from './powershell/script-errors.ts';
import { type RawMetadata, readMetadataScript, writeMetadataScript } from './scripts/metadata-scripts.ts';

export interface WindowsFileMetadataOptions {
  readonly powerShell: PowerShell;
  readonly commands: CommandRunner;
  readonly systemRoot: string;
}

const batchSize = 500;

const attribute = {
  reparsePoint: 0x400,
  offline: 0x1000,
  encrypted: 0x4000,
  recallOnOpen: 0x40000,
  recall: 0x400000,
};
const onlineOnly = attribute.offline | attribute.recallOnOpen | attribute.recall;
/** What can be given back by setting attributes: read-only, hidden, system, archive, not indexed. Others need calls of their own. */
const settableAttributes = 0x1 | 0x2 | 0x4 | 0x20 | 0x2000;
const normalAttributes = 0x80;

const knownTags: Readonly<Record<Exclude<ReparseKind, 'none' | 'other'>, number>> = {
  symbolicLink: 0xa000000c,
  junction: 0xa0000003,
};

function reparseKindOf({ attributes, linkType }: RawMetadata): ReparseKind {
  if ((attributes & attribute.reparsePoint) === 0) return 'none';
  switch (linkType) {
    case 'SymbolicLink':
      return 'symbolicLink';
    case 'Junction':
      return 'junction';
    default:
      return 'other';
  }
}

/** Code of a system failure as Windows prints it. */
const codeText = (result: number): string => `0x${(result >>> 0).toString(16).padStart(8, '0')}`;

const failureOf = (result: number): MetadataFailure | undefined =>
  result === 0 ? undefined : { reason: codeText(result) };

/** Windows PowerShell takes longer paths only in their literal form. */
const longestPlainPath = 240;
function scriptPath(path: MetadataPath): string {
  const text = typeof path === 'string' ? path : Buffer.from(path).toString('utf8');
  return text.length > longestPlainPath ? win32.toNamespacedPath(text) : text;
}

function batchesOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const batches: (readonly Item[])[] = [];
  for (let from = 0; from < items.length; from += batchSize)
    batches.push(items.slice(from, from + batchSize));
  return batches;
}

class WindowsFileMetadata implements FileMetadataStore {
  readonly kind = 'windows';
  readonly batchSize = batchSize;
  readonly #options: WindowsFileMetadataOptions;

  constructor(options: WindowsFileMetadataOptions) {
    this.#options = options;
  }

  /** Every file has attributes and an access list, or says that it has none. */
  async isServed(): Promise<boolean> {
    return true;
  }

  async read(paths: readonly MetadataPath[], signal?: AbortSignal): Promise<readonly MetadataAnswer[]> {
    const answers: MetadataAnswer[] = [];
    for (const batch of batchesOf(paths.map(scriptPath))) {
      const { items } = await this.#run(() =>
        this.#options.powerShell.run(readMetadataScript, { values: { paths: batch }, signal }),
      );
      requireSameLength(items.length, batch.length);
      for (const [index, raw] of items.entries()) {
        answers.push(await this.#answerOf(raw, batch[index] ?? '', signal));
      }
    }
    return answers;
  }

  async #answerOf(raw: RawMetadata, path: string, signal: AbortSignal | undefined): Promise<MetadataAnswer> {
    if (raw.result !== 0) return { ok: false, reason: codeText(raw.result) };
    const reparse = reparseKindOf(raw);
    const reparseTag =
      reparse === 'none'
        ? undefined
        : reparse === 'other'
          ? await this.#tagOf(path, signal)
          : knownTags[reparse];
    return {
      ok: true,
      metadata: {
        attributes: raw.attributes >>> 0,
        isEncrypted: (raw.attributes & attribute.encrypted) !== 0,
        isOnlineOnly: (raw.attributes & onlineOnly) !== 0,
        reparse,
        reparseTag,
        securityDescriptor: raw.sddl,
        streams: raw.hasStreams ? raw.streams : undefined,
        extendedAttributes: [],
      },
    };
  }

  /** Windows PowerShell knows no tags but those of links. The tag is the first number that `fsutil` prints, in every language. */
  async #tagOf(path: string, signal: AbortSignal | undefined): Promise<number | undefined> {
    const { standardOutput } = await this.#options.commands.run({
      program: win32.join(this.#options.systemRoot, 'System32', 'fsutil.exe'),
      arguments: ['reparsepoint', 'query', path],
      successCodes: [0, 1],
      timeoutMilliseconds: 30_000,
      ...(signal === undefined ? {} : { signal }),
    });
    const tag = /\b0x([0-9a-f]{8})\b/i.exec(standardOutput)?.[1];
    return tag === undefined ? undefined : Number.parseInt(tag, 16);
  }

  restore: FileMetadataStore['restore'] = async (items, signal) => {
    const wanted = items.map(({ path, securityDescriptor, attributes }) => ({
      path: scriptPath(path),
      sddl: securityDescriptor ?? '',
      attributes: attributes === undefined ? null : attributes & settableAttributes || normalAttributes,
    }));
    const answers = [];
    for (const batch of batchesOf(wanted)) {
      const written = await this.#run(() =>
        this.#options.powerShell.run(writeMetadataScript, { values: { items: batch }, signal }),
      );
      requireSameLength(written.items.length, batch.length);
      answers.push(...written.items);
    }
    return answers.map(({ access, owner, attributes }) => ({
      access: failureOf(access),
      owner: failureOf(owner),
      attributes: failureOf(attributes),
    }));
  };

  async #run<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    try {
      return await work();
    } catch (error) {
      throw systemErrorOf(error);
    }
  }
}

/** Answers belong to paths by their place; a missing one would shift access lists to other files. */
function requireSameLength(answers: number, asked: number): void {
  if (answers !== asked) throw new Error(`Asked for ${asked} files, ${answers} came back`);
}

export function createWindowsFileMetadata(options: WindowsFileMetadataOptions): FileMetadataStore {
  return new WindowsFileMetadata(options);
}

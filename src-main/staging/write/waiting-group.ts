/** @file Worker thread: a group of plain entries that waits for its content and its metadata, and its catalog lines. */
import type { MetadataAnswer } from '../../platform/ports/file-metadata.ts';
import type { ByteText } from '../format/byte-text.ts';
import type { ChunkIndex } from '../pack/chunk-index.ts';
import type { FileDispatcher } from '../pack/file-dispatcher.ts';
import type { PackedFiles } from '../pack/pack-messages.ts';
import { type EntryGroup, pathSeparator } from '../scan/entry-group.ts';
import type { EntryState } from '../scan/entry-state.ts';
import type { CatalogWriter } from './catalog-writer.ts';
import { attributesOf } from './entry-attributes.ts';
import { type KeptMetadata, keptMetadata } from './entry-metadata.ts';
import { addFileLine, addSkippedLine, type LineParts } from './file-lines.ts';
import { placePieces } from './place-pieces.ts';
import type { WarnOf } from './shown-path.ts';

/** What is known of entries beside their content, by their absolute path; undefined: nothing was asked. */
export type AnswerOf = ((absolute: ByteText) => MetadataAnswer) | undefined;

export interface WaitingGroupParts extends LineParts {
  readonly catalog: CatalogWriter;
  readonly index: ChunkIndex;
  readonly dispatcher: FileDispatcher;
}

const nothingPacked: PackedFiles = {
  counts: new Uint32Array(),
  numbers: new Int32Array(),
  lengths: new Uint32Array(),
  remarks: new Map(),
};

/** Its content is read from the start on. */
export class WaitingGroup {
  readonly kind = 'group';
  readonly #group: EntryGroup;
  readonly #parts: WaitingGroupParts;
  readonly #warnOf: WarnOf;
  #answerOf: AnswerOf;
  #packed: PackedFiles | undefined;
  /** Made when it is this group's turn: many wait. */
  #paths: readonly ByteText[] | undefined;
  #next = 0;
  #nextFile = 0;
  #nextPiece = 0;

  constructor(group: EntryGroup, parts: WaitingGroupParts, warnOf: WarnOf) {
    this.#group = group;
    this.#parts = parts;
    this.#warnOf = warnOf;
    if (group.files === 0) this.#packed = nothingPacked;
    else
      parts.dispatcher.readGroup(group, (packed) => {
        this.#packed = packed;
      });
  }

  get length(): number {
    return this.#group.length;
  }

  /** A packing thread still has its content. */
  get isOpen(): boolean {
    return this.#packed === undefined;
  }

  /** To be called once, before `write`. */
  answer(answerOf: AnswerOf): void {
    this.#answerOf = answerOf;
  }

  /** Writes the lines that are ready. @returns false when something of it still waits; the next call goes on from there */
  write(): boolean {
    const group = this.#group;
    if (this.#packed === undefined) return false;
    this.#paths ??= group.paths.split(pathSeparator);
    for (; this.#next < group.length; this.#next += 1) {
      const path = this.#paths[this.#next] ?? '';
      const state = group.stateOf(this.#next);
      if (!group.isFile(this.#next)) this.#writeFolder(path, state);
      else if (!this.#writeFile(this.#packed, path, state)) return false;
    }
    return true;
  }

  #writeFolder(path: ByteText, state: EntryState): void {
    this.#parts.counts.folders += 1;
    this.#parts.catalog.add({ kind: 'folder', path, ...attributesOf(state, this.#metadataOf(path)) });
  }

  #writeFile(packed: PackedFiles, path: ByteText, found: EntryState): boolean {
    const count = packed.counts[this.#nextFile] ?? 0;
    const remark = packed.remarks.get(this.#nextFile);
    const warn = this.#warnOf(this.#group.root, path);
    if (remark?.kind === 'unreadable') addSkippedLine(this.#parts, path, remark.reason, warn);
    else {
      const chunks: number[] = [];
      const list = { packed, first: this.#nextPiece, count };
      if (placePieces(list, 0, this.#parts.index, chunks) < count) return false;
      const state = remark?.state ?? found;
      const isChanged = remark?.isChanged ?? false;
      addFileLine(this.#parts, { path, state, isChanged, chunks, metadata: this.#metadataOf(path) }, warn);
    }
    this.#nextFile += 1;
    this.#nextPiece += count;
    return true;
  }

  #metadataOf(path: ByteText): KeptMetadata {
    const metadata = keptMetadata(this.#answerOf?.(this.#group.folder + path));
    const { failure = '' } = metadata;
    if (failure !== '') this.#warnOf(this.#group.root, path)('file.metadataUnread', failure);
    return metadata;
  }
}

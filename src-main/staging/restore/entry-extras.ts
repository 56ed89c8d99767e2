/** @file Worker thread: what is restored of an entry beside its content, and what this computer has no place for. */
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import type {
  FileMetadataFacts,
  MetadataValues,
  RestoredMetadata,
} from '../../platform/ports/file-metadata.ts';
import type { EntryAttributes, FileLine, FileStream } from '../format/catalog-entry.ts';

/** What of a file goes beside its content. Undefined where there is nothing. */
export interface FileExtras {
  readonly values: MetadataValues | undefined;
  readonly streams: readonly FileStream[];
}

/** What this computer can give back. */
export interface RestorableKinds {
  readonly metadata: FileMetadataFacts['kind'] | undefined;
  readonly streams: boolean;
}

/** What a store of this kind would set; undefined when it has nothing to do. */
export function restorableValues(
  kind: RestorableKinds['metadata'],
  { attributes, security, extendedAttributes }: EntryAttributes,
): MetadataValues | undefined {
  if (kind === 'posix') return extendedAttributes === undefined ? undefined : { extendedAttributes };
  if (kind === undefined || (attributes === undefined && security === undefined)) return undefined;
  return {
    ...(attributes === undefined ? {} : { attributes }),
    ...(security === undefined ? {} : { securityDescriptor: security }),
  };
}

/** @returns undefined for the many files that have nothing of the kind */
export function extrasOf(kinds: RestorableKinds, line: FileLine): FileExtras | undefined {
  const values = restorableValues(kinds.metadata, line);
  const streams = kinds.streams ? (line.streams ?? []) : [];
  return values === undefined && streams.length === 0 ? undefined : { values, streams };
}

/** @returns why the first part could not be set; undefined: all is set */
export function failureOf(restored: RestoredMetadata | undefined): string | undefined {
  const { access, owner, attributes, extendedAttributes } = restored ?? {};
  return (access ?? owner ?? attributes ?? extendedAttributes)?.reason;
}

/** @returns tells once of each kind of thing that this computer has no place for */
export function createMissingNotes(
  kinds: RestorableKinds,
  note: (warning: TaskWarning) => void,
): (line: EntryAttributes & Pick<FileLine, 'streams'>, path: () => string) => void {
  const told = new Set<string>();
  const tell = (reason: string, path: () => string): void => {
    if (told.has(reason)) return;
    told.add(reason);
    note({ code: 'restore.metadataNotHere', path: path(), reason });
  };
  const { metadata, streams } = kinds;
  return (line, path) => {
    if (line.streams !== undefined && !streams) tell('alternate data streams', path);
    if (line.security !== undefined && metadata !== 'windows') tell('access lists of Windows', path);
    if (line.attributes !== undefined && metadata !== 'windows') tell('attributes of Windows', path);
    if (line.extendedAttributes !== undefined && metadata !== 'posix') tell('extended attributes', path);
  };
}

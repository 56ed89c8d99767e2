/** @file Worker thread: what a computer tells about an entry beside its content, as the catalog keeps it and as far as a backup takes it. */
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { type FileMetadata, type MetadataAnswer, nothingBeside } from '../../platform/ports/file-metadata.ts';
import type { EntryAttributes, ExtendedAttribute } from '../format/catalog-entry.ts';
import {
  maximumAttributeBytes,
  maximumExtendedAttributes,
  maximumSecurityCharacters,
} from '../format/constants.ts';
import { isAttributeName } from '../format/metadata-decode.ts';

export type MetadataMembers = Pick<EntryAttributes, 'attributes' | 'security' | 'extendedAttributes'>;

export interface KeptMetadata {
  readonly members: MetadataMembers;
  /** Why something is missing in it; empty: that was told already; undefined: it is all there is. */
  readonly failure: string | undefined;
}

/** What the answers of programs are for a vanished file; that it is gone is told when its content is read. */
const goneReasons: ReadonlySet<string> = new Set(['No such file or directory', '0x80070002', '0x80070003']);

function fits(attributes: readonly ExtendedAttribute[]): boolean {
  const bytes = attributes.reduce((sum, [, value]) => sum + value.length, 0) * (3 / 4);
  return (
    attributes.length <= maximumExtendedAttributes &&
    bytes <= maximumAttributeBytes &&
    attributes.every(([name]) => isAttributeName(name))
  );
}

function membersOf({ attributes, securityDescriptor, extendedAttributes }: FileMetadata): KeptMetadata {
  const isShort = (securityDescriptor?.length ?? 0) <= maximumSecurityCharacters;
  const isFitting = fits(extendedAttributes);
  return {
    members: {
      ...(attributes === undefined ? {} : { attributes }),
      ...(securityDescriptor === undefined || securityDescriptor === '' || !isShort
        ? {}
        : { security: securityDescriptor }),
      ...(extendedAttributes.length === 0 || !isFitting ? {} : { extendedAttributes }),
    },
    failure: isShort && isFitting ? undefined : 'more than the format holds',
  };
}

/** Answer for an entry that was asked about and has nothing. */
export const noMetadata: MetadataAnswer = { ok: true, metadata: nothingBeside };

/** Of an entry that has nothing beside its content, as nearly all. */
const nothing: KeptMetadata = { members: {}, failure: undefined };

function isNothing({ attributes, securityDescriptor, extendedAttributes }: FileMetadata): boolean {
  return attributes === undefined && securityDescriptor === undefined && extendedAttributes.length === 0;
}

/** @param answer undefined: nothing was asked */
export function keptMetadata(answer: MetadataAnswer | undefined): KeptMetadata {
  if (answer === undefined) return nothing;
  if (answer.ok) return isNothing(answer.metadata) ? nothing : membersOf(answer.metadata);
  return { members: {}, failure: goneReasons.has(answer.reason) ? undefined : answer.reason };
}

/** Content that Windows gives out as it is although the file is a reparse point: data deduplication, compression. */
const transparentTags: ReadonlySet<number> = new Set([0x80000013, 0x80000017]);

export interface LeftOut {
  readonly code: Extract<TaskWarning['code'], 'file.encrypted' | 'file.onlineOnly' | 'file.reparsePoint'>;
  readonly reason: string;
}

/**
 * A file that is not read although it could be, as MARS does it (offline-backup.md, table of file errors and "Skipped"): content
 * that only the account that encrypted it can use, content that lies in a cloud, objects of drivers.
 */
export function leftOut(answer: MetadataAnswer | undefined): LeftOut | undefined {
  if (answer?.ok !== true) return undefined;
  const { isEncrypted, isOnlineOnly, reparse, reparseTag } = answer.metadata;
  if (isEncrypted) return { code: 'file.encrypted', reason: 'EFS' };
  // The code that Windows has for it.
  if (isOnlineOnly) return { code: 'file.onlineOnly', reason: '0x8007018b' };
  if (reparse !== 'other' || transparentTags.has(reparseTag ?? 0)) return undefined;
  const tag = reparseTag === undefined ? 'unknown' : `0x${reparseTag.toString(16)}`;
  return { code: 'file.reparsePoint', reason: tag };
}

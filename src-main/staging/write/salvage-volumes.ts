/** @file Worker thread: makes whole volumes of what an interrupted run had written of its open ones. */
import { hash } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, readSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { blockKinds, decodeBlock, type EncodedBlock, openBlock, readBlockHeader } from '../format/block.ts';
import { blockHeaderBytes, blockOverheadBytes, pageBytes } from '../format/constants.ts';
import { DamageError } from '../format/damage.ts';
import { deriveFileKeys, type FileKeys } from '../format/keys.ts';
import { authenticatePage, decodePage } from '../format/page.ts';
import { parseVolumePage } from '../format/page-content.ts';
import type { PackMemory } from '../pack/pack-memory.ts';
import { type BlockMember, createVolumePacker } from '../pack/volume-packer.ts';
import { VolumeStream } from '../pack/volume-stream.ts';
import type { SetIdentity, VolumeRow } from '../staging-types.ts';
import { setFileNames, volumeFileName } from './set-state.ts';
import type { WantedBlocks } from './spool-references.ts';

export interface SalvageRequest {
  /** Where the new volumes go. */
  readonly folder: string;
  /** Where finished ones may stand already. */
  readonly folders: readonly string[];
  readonly set: SetIdentity;
  readonly memory: PackMemory;
  /** What the interrupted run's catalog refers to, by volume. */
  readonly wanted: ReadonlyMap<number, WantedBlocks>;
  readonly now: () => string;
  /** Waits while paused. @throws AppError `task.stopped` */
  readonly gate: () => void;
}

export interface OpenVolumeFile {
  readonly folder: string;
  readonly file: string;
  readonly number: number;
}

/**
 * Volumes that were being written, put aside under another name. What is aside already is from a run that was interrupted while it
 * saved it: the copy that it had begun is of no use.
 */
export function putAside(folder: string, baseName: string): readonly OpenVolumeFile[] {
  const names = setFileNames(baseName);
  const found = readdirSync(folder);
  const aside = found.filter(names.isOpenVolumeAside);
  for (const file of found.filter(names.isOpenVolume)) {
    const other = names.openVolumeAside(file);
    if (aside.includes(other)) {
      rmSync(join(folder, file), { force: true });
      continue;
    }
    renameSync(join(folder, file), join(folder, other));
    aside.push(other);
  }
  return aside.map((file) => ({
    folder,
    file,
    number: Number.parseInt(file.slice(baseName.length + 1), 10),
  }));
}

function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const count = readSync(file, bytes, done, length - done, position + done);
    if (count === 0) throw new DamageError('volume ends here');
    done += count;
  }
  return bytes;
}

function openKeys(file: number, set: SetIdentity, number: number): FileKeys {
  const page = readAt(file, 0, pageBytes);
  const content = parseVolumePage(decodePage(page));
  if (content.setId !== set.setId || content.number !== number) throw new DamageError('another volume');
  const keys = deriveFileKeys(set.dataKey, set.setId, content.salt);
  authenticatePage(page, keys.pageKey);
  return keys;
}

function membersOf(block: EncodedBlock, wanted: ReadonlySet<string>): BlockMember[] {
  const bytes = decodeBlock(block);
  const members = [...wanted].map((text): BlockMember => {
    const [offset = 0, length = 0] = text.split(':').map(Number);
    if (offset + length > bytes.length) throw new DamageError('catalog refers beyond a block');
    return { digest: hash('sha256', bytes.subarray(offset, offset + length), 'binary'), offset, length };
  });
  return members.sort((left, right) => left.offset - right.offset);
}

/** Blocks that authenticate, from the front, up to the last one that the catalog refers to. */
function* wholeBlocks(file: number, keys: FileKeys, wanted: WantedBlocks) {
  let last = 0;
  for (const position of wanted.keys()) last = Math.max(last, position);
  try {
    for (let position = pageBytes; position <= last; ) {
      const { payloadLength } = readBlockHeader(readAt(file, position, blockHeaderBytes), blockKinds.content);
      const bytes = readAt(file, position, payloadLength + blockOverheadBytes);
      const block = openBlock(bytes, keys.blockKey, position, blockKinds.content);
      yield { block, members: membersOf(block, wanted.get(position) ?? new Set()) };
      position += bytes.length;
    }
  } catch (error) {
    if (!(error instanceof DamageError)) throw error;
  }
}

/**
 * Writes one volume anew, with a salt of its own: nothing is ever appended under a key that was in use. Blocks keep their positions,
 * so what the catalog says of them stays true.
 */
async function salvage(
  request: SalvageRequest,
  open: OpenVolumeFile,
  wanted: WantedBlocks,
): Promise<VolumeRow | undefined> {
  const { folder, set, memory, gate, now } = request;
  const { number } = open;
  const source = openSync(join(open.folder, open.file), 'r');
  try {
    const keys = openKeys(source, set, number);
    const hooks = {
      gate,
      waitsForSpace: false,
      onFull: () => {},
      onWaited: () => {},
      onWriting: gate,
      onWritten: () => {},
    };
    const rows: VolumeRow[] = [];
    const packer = createVolumePacker({
      set,
      volumeBytes: Number.MAX_SAFE_INTEGER,
      stream: new VolumeStream(memory, () => folder, hooks),
      nextNumber: () => number,
      now,
      onFinished: (row) => void rows.push(row),
    });
    for (const { block, members } of wholeBlocks(source, keys, wanted)) await packer.append(block, members);
    await packer.finish();
    return rows[0];
  } catch (error) {
    const isFull = error instanceof AppError && error.code === 'staging.noSpace';
    if (!(error instanceof DamageError) && !isFull) throw error;
    // A disk that is full of the old one has no room for the new one. What was in it is read from the source again.
    rmSync(join(folder, `${volumeFileName(set.baseName, number)}.partial`), { force: true });
    return undefined;
  } finally {
    closeSync(source);
  }
}

/**
 * Turns the unfinished volumes of an interrupted run into finished, shorter ones, as far as its catalog knows what is in them, and
 * removes the rest. Interrupted itself, it begins again.
 * @param open from `putAside`
 * @returns volumes that were saved
 * @throws AppError `staging.writeFailed`, `task.stopped`
 */
export async function salvageVolumes(
  request: SalvageRequest,
  open: readonly OpenVolumeFile[],
): Promise<readonly VolumeRow[]> {
  const { folders, set, wanted } = request;
  const rows: VolumeRow[] = [];
  for (const volume of open) {
    const chunks = wanted.get(volume.number);
    // A kill while a volume was taken to another folder leaves it in both.
    const name = volumeFileName(set.baseName, volume.number);
    const isSaved = folders.some((folder) => existsSync(join(folder, name)));
    const row = chunks === undefined || isSaved ? undefined : await salvage(request, volume, chunks);
    if (row !== undefined) rows.push(row);
    rmSync(join(volume.folder, volume.file), { force: true });
  }
  return rows;
}

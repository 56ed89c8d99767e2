/** @file Worker thread: which files does damage cost? Exactly those that a restore would not bring back. */
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { bytesToShownText } from '../format/byte-text.ts';
import { type CatalogEntry, type ChunkList, chunkListsOf, numbersPerChunk } from '../format/catalog-entry.ts';
import { DamageError } from '../format/damage.ts';
import { openVolume, type VolumeReader } from '../read/volume-reader.ts';
import type { VolumeRow } from '../staging-types.ts';
import type { VolumeSource } from '../volume-source.ts';
import { volumeFault } from './volume-checker.ts';

const keptFiles = 1000;
/** Positions in damaged volumes: all blocks of 16 TB. Only a forged catalog refers to more. */
const mostBlocks = 16_000_000;
/** Names of linked files; further names of what comes after are not told. */
const mostLinkedFiles = 2 * 1024 * 1024;
const mostLinkedCharacters = 256 * 1024 * 1024;

export interface DamagedVolumes {
  readonly source: VolumeSource;
  readonly setId: string;
  readonly dataKey: Uint8Array;
  /** Lines of the volume table whose volumes are not as they were written. */
  readonly rows: readonly VolumeRow[];
  /** Reads the catalog from its start. */
  readonly catalog: () => AsyncIterable<readonly CatalogEntry[]>;
  /** Called now and then; may throw to stop. */
  readonly onStep: () => void;
  /** Positions that are remembered at most; for tests. */
  readonly mostBlocks?: number;
}

export interface AffectedFiles {
  /** `restore.damaged`, at most 1000, in catalog order. */
  readonly files: readonly TaskWarning[];
  readonly count: number;
}

interface Needed {
  /** Blocks of the damaged volumes that files lie in, by number of the volume. */
  readonly blocks: ReadonlyMap<number, Set<number>>;
  /** Files with further names, as `root:path`. */
  readonly linked: ReadonlySet<string>;
}

function* placesOf(chunks: ChunkList): Generator<readonly [volume: number, position: number]> {
  for (let index = 0; index < chunks.length; index += numbersPerChunk) {
    yield [chunks[index] ?? 0, chunks[index + 1] ?? 0];
  }
}

async function findNeeded({
  rows,
  catalog,
  onStep,
  mostBlocks: most = mostBlocks,
}: DamagedVolumes): Promise<Needed> {
  const blocks = new Map(rows.map(({ number }) => [number, new Set<number>()]));
  const linked = new Set<string>();
  let linkedCharacters = 0;
  let blockCount = 0;
  const remember = (chunks: ChunkList): void => {
    for (const [volume, position] of placesOf(chunks)) {
      const known = blocks.get(volume);
      if (known === undefined || known.has(position)) continue;
      blockCount += 1;
      if (blockCount > most) throw new DamageError('catalog refers to impossibly many blocks');
      known.add(position);
    }
  };
  let root = -1;
  for await (const entries of catalog()) {
    onStep();
    for (const entry of entries) {
      if (entry.kind === 'root') root += 1;
      if (entry.kind === 'hardLink') {
        const key = `${root}:${entry.linkTo}`;
        const hasRoom = linked.size < mostLinkedFiles && linkedCharacters < mostLinkedCharacters;
        if (hasRoom && !linked.has(key)) {
          linked.add(key);
          linkedCharacters += key.length;
        }
      }
      if (entry.kind === 'file') for (const chunks of chunkListsOf(entry)) remember(chunks);
    }
  }
  return { blocks, linked };
}

async function isWhole(volume: VolumeReader, position: number): Promise<boolean> {
  try {
    await volume.content(position);
    return true;
  } catch (error) {
    volumeFault(error);
    return false;
  }
}

/** Takes those blocks out that can be read nevertheless: damage costs no more than it has to. */
async function keepDamaged(options: DamagedVolumes, row: VolumeRow, blocks: Set<number>): Promise<void> {
  const { source, setId, dataKey, onStep } = options;
  const { file, volumeId, number, length } = row;
  let volume: VolumeReader;
  try {
    const expected = { file, setId, volumeId, number, length };
    volume = await openVolume(source, expected, dataKey, { acceptsTrailer: true });
  } catch (error) {
    volumeFault(error);
    return;
  }
  for (const position of [...blocks].sort((left, right) => left - right)) {
    onStep();
    if (await isWhole(volume, position)) blocks.delete(position);
  }
}

/**
 * Reads the catalog twice and, between, every needed block of the damaged volumes.
 * @throws AppError `staging.descriptorDamaged`, `task.stopped`; DamageError of a catalog that refers to more than volumes can hold
 */
export async function findAffectedFiles(options: DamagedVolumes): Promise<AffectedFiles> {
  const { rows, catalog, onStep } = options;
  const { blocks, linked } = await findNeeded(options);
  for (const row of rows) await keepDamaged(options, row, blocks.get(row.number) ?? new Set());
  const files: TaskWarning[] = [];
  const affected = new Map<string, string>();
  let count = 0;
  let root = -1;
  const tell = (path: string, reason: string): void => {
    count += 1;
    if (files.length >= keptFiles) return;
    const shown = `${root}/${bytesToShownText(path)}`.slice(0, 32_767);
    files.push({ code: 'restore.damaged', path: shown, reason });
  };
  const names = new Map(rows.map(({ number, file }) => [number, file]));
  const lostVolume = (lists: readonly ChunkList[]): number | undefined => {
    for (const chunks of lists) {
      for (const [volume, position] of placesOf(chunks)) {
        if (blocks.get(volume)?.has(position) === true) return volume;
      }
    }
    return undefined;
  };
  for await (const entries of catalog()) {
    onStep();
    for (const entry of entries) {
      if (entry.kind === 'root') root += 1;
      if (entry.kind === 'hardLink') {
        const reason = affected.get(`${root}:${entry.linkTo}`);
        if (reason !== undefined) tell(entry.path, reason);
      }
      const volume = entry.kind === 'file' ? lostVolume(chunkListsOf(entry)) : undefined;
      if (volume === undefined) continue;
      const reason = names.get(volume) ?? '';
      const key = `${root}:${entry.path}`;
      if (linked.has(key)) affected.set(key, reason);
      tell(entry.path, reason);
    }
  }
  return { files, count };
}

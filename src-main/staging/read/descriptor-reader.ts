/** Reads descriptors strictly, and from the mirror what is damaged in the descriptor (staging-format.md 5 and 8). */
import { createHash, type KeyObject } from 'node:crypto';
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { blockKinds } from '../format/block.ts';
import { paddedLength } from '../format/constants.ts';
import { DamageError } from '../format/damage.ts';
import { deriveFileKeys } from '../format/keys.ts';
import { authenticatePage, isZero } from '../format/page.ts';
import { type DescriptorPage, parseDescriptorPage } from '../format/page-content.ts';
import { damageOf } from '../staging-errors.ts';
import type { VolumeRow } from '../staging-types.ts';
import type { VolumeSource } from '../volume-source.ts';
import { readBlock } from './read-block.ts';
import { readPage } from './read-page.ts';
import { readVolumeTable } from './volume-table.ts';

/** One descriptor file whose page, bounds and padding are right. */
interface DescriptorCopy {
  readonly file: string;
  readonly page: DescriptorPage;
  readonly pageBytes: Buffer;
  readonly length: number;
}

export interface Descriptor {
  /** The requested file, or its mirror when that had to stand in. */
  readonly file: string;
  readonly page: DescriptorPage;
  /** Streams the volume table after checking its SHA-256. @throws AppError `staging.descriptorDamaged` */
  volumeRows(): AsyncGenerator<VolumeRow>;
  /** Checks the catalog's SHA-256, which needs no key. @throws AppError `staging.descriptorDamaged` */
  checkCatalog(): Promise<void>;
  /** Streams the decoded catalog, block by block. @throws AppError `staging.descriptorDamaged` also for a key that is not its own */
  catalogBlocks(dataKey: Uint8Array): AsyncGenerator<Buffer>;
}

const pieceBytes = 1024 * 1024;

export function mirrorName(descriptorFile: string): string {
  return descriptorFile.replace(/\.AIBBlob$/, '-descriptor.BaseBlob');
}

async function requireZeros(source: VolumeSource, file: string, start: number, end: number): Promise<void> {
  if (end > start && !isZero(await source.read(file, start, end - start)))
    throw new DamageError('padding is not zero');
}

async function openCopy(source: VolumeSource, file: string): Promise<DescriptorCopy> {
  const { bytes, content } = await readPage(source, file, 0);
  const page = parseDescriptorPage(content);
  const length = (await source.length(file)) ?? 0;
  const { volumeTable, catalog } = page;
  const tableEnd = volumeTable.offset + volumeTable.length;
  const catalogEnd = catalog.offset + catalog.length;
  const isRight =
    volumeTable.offset === bytes.length &&
    catalog.offset === paddedLength(tableEnd) &&
    length === paddedLength(catalogEnd);
  if (!isRight) throw new DamageError('parts of the descriptor are not where its page says');
  await requireZeros(source, file, tableEnd, catalog.offset);
  await requireZeros(source, file, catalogEnd, length);
  return { file, page, pageBytes: bytes, length };
}

function isDamage(error: unknown): boolean {
  return (
    error instanceof DamageError ||
    (error instanceof AppError &&
      (error.code === 'staging.descriptorDamaged' || error.code === 'staging.descriptorMissing'))
  );
}

async function tryOpenCopy(source: VolumeSource, file: string): Promise<DescriptorCopy | unknown> {
  try {
    return await openCopy(source, file);
  } catch (error) {
    if (isDamage(error)) return error;
    throw damageOf(error, 'staging.descriptorDamaged', file);
  }
}

function isCopy(value: DescriptorCopy | unknown): value is DescriptorCopy {
  return typeof value === 'object' && value !== null && 'pageBytes' in value;
}

async function checkPart(
  source: VolumeSource,
  copy: DescriptorCopy,
  part: { readonly offset: number; readonly length: number; readonly sha256: string },
): Promise<void> {
  const digest = createHash('sha256');
  for (let done = 0; done < part.length; done += pieceBytes) {
    const length = Math.min(pieceBytes, part.length - done);
    digest.update(await source.read(copy.file, part.offset + done, length));
  }
  if (digest.digest('hex') !== part.sha256) throw new DamageError('part of a descriptor fails its checksum');
}

/** First copy whose volume table is whole. */
async function copyWithTable(
  source: VolumeSource,
  copies: readonly DescriptorCopy[],
  onUsed: UsedCopy,
): Promise<DescriptorCopy> {
  let failure: unknown = new DamageError('no volume table');
  for (const copy of copies) {
    try {
      await checkPart(source, copy, copy.page.volumeTable);
      onUsed(copy.file);
      return copy;
    } catch (error) {
      failure = damageOf(error, 'staging.descriptorDamaged', copy.file);
    }
  }
  throw failure;
}

function authenticatedKey(copy: DescriptorCopy, dataKey: Uint8Array): KeyObject {
  const keys = deriveFileKeys(dataKey, copy.page.setId, copy.page.salt);
  authenticatePage(copy.pageBytes, keys.pageKey);
  return keys.blockKey;
}

async function* readCatalogBlocks(
  source: VolumeSource,
  copies: readonly DescriptorCopy[],
  dataKey: Uint8Array,
  onUsed: UsedCopy,
): AsyncGenerator<Buffer> {
  const [first] = copies;
  if (first === undefined) return;
  const key = authenticatedKey(first, dataKey);
  const { offset, length, blocks } = first.page.catalog;
  const end = offset + length;
  let position = offset;
  for (let block = 0; block < blocks; block += 1) {
    let failure: unknown;
    let found: { readonly bytes: Buffer; readonly length: number } | undefined;
    for (const copy of copies) {
      if (found !== undefined) break;
      try {
        found = await readBlock(source, { file: copy.file, position, end, kind: blockKinds.catalog }, key);
        onUsed(copy.file);
      } catch (error) {
        if (!isDamage(error)) throw error;
        failure ??= error;
      }
    }
    if (found === undefined) throw failure;
    yield found.bytes;
    position += found.length;
  }
  if (position !== end) throw new DamageError('catalog does not end where the page says');
}

async function* named<Item>(file: string, items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  try {
    yield* items;
  } catch (error) {
    throw damageOf(error, 'staging.descriptorDamaged', file);
  }
}

/** Told which copy a part was read from. */
type UsedCopy = (file: string) => void;

export interface DescriptorOptions {
  /** False: only this very file counts, for checking it. */
  readonly withMirror?: boolean;
  /** Told once, with the descriptor's name, when the mirror had to stand in for all or a part of it. */
  readonly onMirrorUsed?: ((file: string) => void) | undefined;
}

/** Tells a task that a descriptor is damaged or lost although all goes well. */
export function warnOfMirror(control: { warn(warning: TaskWarning): void }): (file: string) => void {
  return (file) =>
    control.warn({ code: 'descriptor.mirrorUsed', path: file, reason: mirrorName(file).slice(0, 512) });
}

function mirrorNotice(file: string, onMirrorUsed: DescriptorOptions['onMirrorUsed']): UsedCopy {
  let isTold = false;
  return (used) => {
    if (used === file || isTold) return;
    isTold = true;
    onMirrorUsed?.(file);
  };
}

/**
 * Opens a descriptor; where it is damaged or lost, its mirror stands in.
 * @throws AppError `staging.descriptorMissing`, `staging.descriptorDamaged`, `staging.versionUnsupported`
 */
export async function openDescriptor(
  source: VolumeSource,
  file: string,
  { withMirror = true, onMirrorUsed }: DescriptorOptions = {},
): Promise<Descriptor> {
  const own = (await source.length(file)) === undefined ? undefined : await tryOpenCopy(source, file);
  const mirrorFile = mirrorName(file);
  const hasMirror = withMirror && mirrorFile !== file && (await source.length(mirrorFile)) !== undefined;
  const mirror = hasMirror ? await tryOpenCopy(source, mirrorFile) : undefined;
  const whole = [own, mirror].filter(isCopy);
  const [best] = whole;
  if (best === undefined) {
    if (own === undefined && mirror === undefined) {
      throw new AppError({ kind: 'environment', code: 'staging.descriptorMissing', params: { file } });
    }
    throw damageOf(own ?? mirror, 'staging.descriptorDamaged', own === undefined ? mirrorFile : file);
  }
  const onUsed = mirrorNotice(file, onMirrorUsed);
  onUsed(best.file);
  // A mirror from another run does not have the same bytes at the same places.
  const copies = whole.filter((copy) => copy.page.salt === best.page.salt && copy.length === best.length);
  return {
    file: best.file,
    page: best.page,
    async *volumeRows() {
      const copy = await copyWithTable(source, copies, onUsed);
      yield* named(copy.file, readVolumeTable(source, copy.file, copy.page.volumeTable));
    },
    async checkCatalog() {
      try {
        await checkPart(source, best, best.page.catalog);
      } catch (error) {
        throw damageOf(error, 'staging.descriptorDamaged', best.file);
      }
    },
    catalogBlocks: (dataKey) => named(best.file, readCatalogBlocks(source, copies, dataKey, onUsed)),
  };
}

/** The whole volume table. @throws AppError `staging.descriptorDamaged` */
export async function readRows(descriptor: Descriptor): Promise<VolumeRow[]> {
  const rows: VolumeRow[] = [];
  for await (const row of descriptor.volumeRows()) rows.push(row);
  return rows;
}

/** @file Worker thread: replaces the key slots of a staged set, and ends a replacement that was cut short. */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { checkDescriptor } from '../check/check-descriptor.ts';
import { checkDescriptorCopies, repairDescriptor } from '../check/descriptor-copies.ts';
import { rangeBytes } from '../format/constants.ts';
import { deriveFileKeys, wrapDataKey } from '../format/keys.ts';
import { authenticatePage, encodePage } from '../format/page.ts';
import { parseDescriptorPage } from '../format/page-content.ts';
import { mirrorName } from '../read/descriptor-reader.ts';
import { openFolderSource } from '../read/folder-source.ts';
import { readPage } from '../read/read-page.ts';
import { damageOf } from '../staging-errors.ts';
import type { DescriptorRepair } from '../staging-types.ts';
import type { VolumeSource } from '../volume-source.ts';
import { createOutputFile, type OutputFile } from '../write/output-file.ts';
import { openWithPassphrase } from './open-with-passphrase.ts';

export interface StagedSet {
  readonly stagingPath: string;
  readonly descriptorFile: string;
}

export interface PassphraseChange extends StagedSet {
  readonly currentPassphrase: string;
  readonly newPassphrase: string;
}

/** The page with other key slots, as long as before: the blocks behind it are bound to their positions. */
async function newPage(
  source: VolumeSource,
  file: string,
  dataKey: Uint8Array,
  passphrase: string,
): Promise<Buffer> {
  const { bytes, content } = await readPage(source, file, 0);
  const { setId, salt } = parseDescriptorPage(content);
  const { pageKey } = deriveFileKeys(dataKey, setId, salt);
  authenticatePage(bytes, pageKey);
  const keySlots = [await wrapDataKey(dataKey, setId, passphrase)];
  // Members that this version does not know stay.
  return encodePage({ ...(content as object), keySlots }, pageKey, bytes.length);
}

async function writeCopy(
  output: OutputFile,
  source: VolumeSource,
  from: string,
  page: Buffer,
): Promise<void> {
  output.write(page);
  const length = (await source.length(from)) ?? 0;
  for (let done = page.length; done < length; done += rangeBytes) {
    output.write(await source.read(from, done, Math.min(rangeBytes, length - done)));
  }
  output.close();
}

/**
 * Writes descriptor and mirror anew with another passphrase: temporary names, synced, read back, renamed; the descriptor first, so
 * that the change counts only once the mirror has it (`checkDescriptorCopies`). Volumes, catalog and salts stay as they are.
 * @throws AppError `staging.passphraseWrong` with the field `currentPassphrase`, `staging.descriptorMissing`,
 * `staging.descriptorDamaged`, `staging.versionUnsupported`, `staging.notWritable`, `staging.noSpace`, `staging.writeFailed`
 */
export async function changePassphrase(change: PassphraseChange): Promise<void> {
  const { stagingPath, descriptorFile, currentPassphrase, newPassphrase } = change;
  const source = openFolderSource(stagingPath);
  const outputs: OutputFile[] = [];
  try {
    const { dataKey } = await openWithPassphrase(source, descriptorFile, currentPassphrase, {
      field: 'currentPassphrase',
    });
    const { repairs } = await checkDescriptorCopies(source, descriptorFile);
    const from = repairs[0]?.from ?? descriptorFile;
    const page = await newPage(source, from, dataKey, newPassphrase);
    for (const name of [descriptorFile, mirrorName(descriptorFile)]) {
      const output = createOutputFile(stagingPath, name);
      outputs.push(output);
      await writeCopy(output, source, from, page);
    }
    for (const { partialName } of outputs) await checkDescriptor(source, partialName, undefined);
    // Windows does not rename over a file that is open.
    await source.close();
    while (outputs.length > 0) {
      outputs[0]?.commit();
      outputs.shift();
    }
  } catch (error) {
    for (const output of outputs) output.discard();
    throw damageOf(error, 'staging.descriptorDamaged', descriptorFile);
  } finally {
    await source.close();
  }
}

export interface OpenedSet {
  /** 32 bytes. */
  readonly dataKey: Uint8Array;
  /** How to end a passphrase change that was cut short; absent when there was none. */
  readonly cutShort: DescriptorRepair | undefined;
}

/** Key slots of a copy as text; undefined for a damaged or missing one, which is for a check to name and Prepare Disks to mend. */
async function slotsOf(source: VolumeSource, file: string): Promise<string | undefined> {
  try {
    return JSON.stringify(parseDescriptorPage((await readPage(source, file, 0)).content).keySlots);
  } catch (error) {
    if (damageOf(error, 'staging.descriptorDamaged', file) instanceof AppError) return undefined;
    throw error;
  }
}

/**
 * Opens a staged set; changes nothing. Where a passphrase change was cut short, the copy that this passphrase opens is the right
 * one: whoever typed it has it, and nobody was told that the other one holds.
 * @throws AppError `staging.passphraseWrong` (field `passphrase`), `staging.descriptorMissing`, `staging.descriptorDamaged`
 */
export async function openStagedSet(set: StagedSet & { readonly passphrase: string }): Promise<OpenedSet> {
  const { stagingPath, descriptorFile, passphrase } = set;
  const source = openFolderSource(stagingPath);
  try {
    const { dataKey, file } = await openWithPassphrase(source, descriptorFile, passphrase);
    const twin = file === descriptorFile ? mirrorName(descriptorFile) : descriptorFile;
    const twinSlots = await slotsOf(source, twin);
    const isCutShort = twinSlots !== undefined && twinSlots !== (await slotsOf(source, file));
    return { dataKey, cutShort: isCutShort ? { file: twin, from: file, reason: 'differs' } : undefined };
  } finally {
    await source.close();
  }
}

/**
 * Makes both copies of the descriptor alike again.
 * @throws AppError as `repairDescriptor`
 */
export async function endPassphraseChange(set: StagedSet, repair: DescriptorRepair): Promise<void> {
  const source = openFolderSource(set.stagingPath);
  const copies = await checkDescriptorCopies(source, set.descriptorFile, repair.from).finally(() =>
    source.close(),
  );
  const expected = repair.file === set.descriptorFile ? copies.descriptor : copies.mirror;
  await repairDescriptor(set.stagingPath, repair, expected);
}

/** @file Worker thread: both copies of a descriptor, read in full without the passphrase, and the repair of one from the other. */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { rangeBytes } from '../format/constants.ts';
import { mirrorName } from '../read/descriptor-reader.ts';
import { openFolderSource } from '../read/folder-source.ts';
import type { DescriptorRepair, StagedFile } from '../staging-types.ts';
import type { VolumeSource } from '../volume-source.ts';
import { createOutputFile } from '../write/output-file.ts';
import { type CheckedDescriptor, checkDescriptor } from './check-descriptor.ts';
import { pageRangeMd5 } from './check-volume.ts';

/** A descriptor of which at least one copy is whole. */
export interface DescriptorCopies extends CheckedDescriptor {
  /** Both as they have to be; those in `repairs` are not like that yet. */
  readonly descriptor: StagedFile;
  readonly mirror: StagedFile;
  readonly repairs: readonly DescriptorRepair[];
}

interface WholeCopy extends CheckedDescriptor {
  readonly staged: StagedFile;
}

/** A copy, or why it cannot be used. */
type Look =
  | { readonly state: 'whole'; readonly copy: WholeCopy }
  | { readonly state: 'missing' }
  | { readonly state: 'damaged'; readonly error: AppError };

async function lookAt(source: VolumeSource, name: string): Promise<Look> {
  const length = await source.length(name);
  if (length === undefined) return { state: 'missing' };
  try {
    const checked = await checkDescriptor(source, name, undefined);
    const staged = { name, length, pageRangeMd5: await pageRangeMd5(source, name, length, () => {}) };
    return { state: 'whole', copy: { ...checked, staged } };
  } catch (error) {
    // A copy of a newer version is not damage to be repaired.
    if (!(error instanceof AppError) || error.code !== 'staging.descriptorDamaged') throw error;
    return { state: 'damaged', error };
  }
}

function damaged(file: string, details: string): AppError {
  return new AppError({ kind: 'environment', code: 'staging.descriptorDamaged', params: { file }, details });
}

/** @throws AppError naming the copy that is worth mending */
function refuse(name: string, own: Look, mirror: Look): never {
  if (own.state === 'damaged') throw own.error;
  if (mirror.state === 'damaged') throw mirror.error;
  throw new AppError({ kind: 'environment', code: 'staging.descriptorMissing', params: { file: name } });
}

/**
 * Which of two whole copies is right. Of different runs: the descriptor, since a run that was killed names its mirror first. Of the
 * same run: a passphrase change was cut short, which names the descriptor first, so that nobody was told of it yet; the mirror still
 * opens with the passphrase that its owner knows.
 */
function rightOf(own: WholeCopy, mirror: WholeCopy): WholeCopy {
  if (own.page.setId !== mirror.page.setId) throw damaged(mirror.staged.name, 'mirror of another set');
  return own.page.salt === mirror.page.salt ? mirror : own;
}

function areSame(own: WholeCopy, mirror: WholeCopy): boolean {
  return own.staged.length === mirror.staged.length && own.staged.pageRangeMd5 === mirror.staged.pageRangeMd5;
}

/**
 * Reads a descriptor and its mirror from front to back.
 * @param opened the copy that a passphrase just opened, which then is the right one of two that differ
 * @throws AppError `staging.descriptorMissing`, `staging.descriptorDamaged` when neither is whole, `staging.versionUnsupported`
 */
export async function checkDescriptorCopies(
  source: VolumeSource,
  name: string,
  opened?: string,
): Promise<DescriptorCopies> {
  const mirrorFile = mirrorName(name);
  const own = await lookAt(source, name);
  const mirror = await lookAt(source, mirrorFile);
  const copiesOf = ({ page, rows, staged }: WholeCopy, repairs: readonly DescriptorRepair[]) => ({
    page,
    rows,
    descriptor: { ...staged, name },
    mirror: { ...staged, name: mirrorFile },
    repairs,
  });
  if (own.state === 'whole' && mirror.state === 'whole') {
    if (areSame(own.copy, mirror.copy)) return copiesOf(own.copy, []);
    const byRule = rightOf(own.copy, mirror.copy);
    const right = [own.copy, mirror.copy].find(({ staged }) => staged.name === opened) ?? byRule;
    const file = right === mirror.copy ? name : mirrorFile;
    return copiesOf(right, [{ file, from: right.staged.name, reason: 'differs' }]);
  }
  if (own.state === 'whole' && mirror.state !== 'whole') {
    return copiesOf(own.copy, [{ file: mirrorFile, from: name, reason: mirror.state }]);
  }
  if (mirror.state === 'whole' && own.state !== 'whole') {
    return copiesOf(mirror.copy, [{ file: name, from: mirrorFile, reason: own.state }]);
  }
  return refuse(name, own, mirror);
}

/**
 * Writes a copy anew from its twin: temporary name, synced, renamed, only when the bytes are those that were checked.
 * @param expected the copy as it has to be
 * @throws AppError `staging.notWritable`, `staging.noSpace`, `staging.writeFailed`, `staging.descriptorDamaged`
 */
export async function repairDescriptor(
  folder: string,
  repair: DescriptorRepair,
  expected: StagedFile,
): Promise<void> {
  const source = openFolderSource(folder);
  try {
    const output = createOutputFile(folder, repair.file);
    try {
      for (let start = 0; start < expected.length; start += rangeBytes) {
        output.write(await source.read(repair.from, start, Math.min(rangeBytes, expected.length - start)));
      }
      if (output.close().pageRangeMd5 !== expected.pageRangeMd5)
        throw damaged(repair.from, 'changed while it was copied');
      output.commit();
    } catch (error) {
      output.discard();
      throw error;
    }
  } finally {
    await source.close();
  }
}

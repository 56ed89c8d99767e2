/** @file Worker thread: which finished sets lie in a folder, told without the passphrase. */
import type { StagedJob } from '../../../src-shared/contract/prepare-disks-calls.ts';
import type { SetId } from '../../../src-shared/domain/ids.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { pageBytes } from '../format/constants.ts';
import { DamageError } from '../format/damage.ts';
import { decodePage, looksLikePage, pageLength } from '../format/page.ts';
import { pageKind } from '../format/page-content.ts';
import { isReachableFolder } from '../reachable-folders.ts';
import { openFolderSource } from '../read/folder-source.ts';
import { headerOf } from '../read/point-header.ts';
import type { SetDescription } from '../staging-types.ts';
import type { SourceFile, VolumeSource } from '../volume-source.ts';
import { checkDescriptorCopies, type DescriptorCopies } from './descriptor-copies.ts';

/**
 * What the first page of a file says it is. `nameOnly`: it has the name of a descriptor and nothing else of one; other backup
 * programs use that name too, so it is damage only where something of ours stands beside it.
 */
type Look = 'descriptor' | 'volume' | 'damaged' | 'nameOnly' | 'foreign';

async function lookAt(source: VolumeSource, file: SourceFile): Promise<Look> {
  if (file.name.endsWith('.partial')) return 'foreign';
  const other = file.name.endsWith('.AIBBlob') ? 'nameOnly' : 'foreign';
  if (file.length < pageBytes) return other;
  const start = await source.read(file.name, 0, pageBytes);
  if (!looksLikePage(start)) return other;
  try {
    const length = pageLength(start);
    const content = decodePage(length === pageBytes ? start : await source.read(file.name, 0, length));
    const kind = pageKind(content);
    if (kind === 'descriptor') return 'descriptor';
    return kind === 'volume' ? 'volume' : 'damaged';
  } catch (error) {
    if (error instanceof DamageError || error instanceof AppError) return 'damaged';
    throw error;
  }
}

function requireFolder(stagingPath: string): void {
  if (isReachableFolder(stagingPath)) return;
  throw new AppError({
    kind: 'user',
    code: 'staging.pathUnknown',
    params: { path: stagingPath },
    field: 'stagingPath',
    retry: 'choose-again',
  });
}

/** The descriptor's own name when `file` may be a mirror. */
function descriptorName(file: string): string {
  return file.replace(/-descriptor\.BaseBlob$/, '.AIBBlob');
}

interface FoundDescriptor {
  readonly name: string;
  readonly copies: DescriptorCopies;
}

interface FoundDescriptors {
  readonly found: readonly FoundDescriptor[];
  /** Why there is none, or why one of them cannot be read. */
  readonly failure: AppError | undefined;
}

/** Initial and later recovery points in a folder; the first failure is kept for when nothing else is found. */
async function findDescriptors(source: VolumeSource, stagingPath: string): Promise<FoundDescriptors> {
  const looks: { readonly name: string; readonly look: Look }[] = [];
  for (const file of await source.list()) looks.push({ name: file.name, look: await lookAt(source, file) });
  const isOurs = looks.some(({ look }) => look === 'descriptor' || look === 'volume' || look === 'damaged');
  if (!isOurs) return { found: [], failure: foreignFolder(stagingPath) };
  const found = new Map<string, FoundDescriptor>();
  let failure: AppError | undefined;
  for (const { name: file, look } of looks) {
    const name = descriptorName(file);
    if (look === 'foreign' || look === 'volume' || !name.endsWith('.AIBBlob') || found.has(name)) continue;
    try {
      found.set(name, { name, copies: await checkDescriptorCopies(source, name) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      failure ??= error;
    }
  }
  return { found: [...found.values()], failure: failure ?? missingDescriptor(stagingPath) };
}

function foreignFolder(path: string): AppError {
  return new AppError({
    kind: 'user',
    code: 'staging.foreignFolder',
    params: { path },
    field: 'stagingPath',
  });
}

function missingDescriptor(file: string): AppError {
  return new AppError({ kind: 'environment', code: 'staging.descriptorMissing', params: { file } });
}

/** Newest point of each set first in line, sets in order of name. */
function onePerSet(found: readonly FoundDescriptor[]): FoundDescriptor[] {
  const sets = new Map<string, FoundDescriptor>();
  const byAge = [...found].sort((left, right) =>
    left.copies.page.createdAt < right.copies.page.createdAt ? -1 : 1,
  );
  // The initial point is what staging is for; later ones only stand beside it by chance.
  for (const item of byAge) if (!sets.has(item.copies.page.setId)) sets.set(item.copies.page.setId, item);
  return [...sets.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}

/**
 * Finished sets in a folder.
 * @throws AppError `staging.pathUnknown`, `staging.foreignFolder` when nothing of ours is there, `staging.descriptorMissing` when
 * only volumes are, `staging.descriptorDamaged` when neither copy of any is whole, `staging.versionUnsupported`
 */
export async function inspectFolder(stagingPath: string): Promise<Omit<StagedJob, 'jobId'>[]> {
  requireFolder(stagingPath);
  const source = openFolderSource(stagingPath);
  try {
    const { found, failure } = await findDescriptors(source, stagingPath);
    if (found.length === 0) throw failure;
    const jobs: Omit<StagedJob, 'jobId'>[] = [];
    for (const { name, copies } of onePerSet(found)) {
      const { setId, machineName, createdAt, totals, job } = copies.page;
      const importJobName = job.importJobName ?? name.replace(/\.AIBBlob$/, '');
      jobs.push({
        setId,
        importJobName,
        machineName,
        createdAt,
        stagedBytes: totals.stagedBytes,
        volumes: copies.rows.length,
        descriptorFile: name,
      });
    }
    return jobs;
  } finally {
    await source.close();
  }
}

/**
 * Everything of one set that has to be copied. Changes nothing.
 * @throws AppError `staging.pathUnknown`, `staging.descriptorMissing`, `staging.descriptorDamaged` when neither copy is whole
 */
export async function describeSet(stagingPath: string, setId: SetId): Promise<SetDescription> {
  requireFolder(stagingPath);
  const source = openFolderSource(stagingPath);
  try {
    const { found, failure } = await findDescriptors(source, stagingPath);
    const item = onePerSet(found).find(({ copies }) => copies.page.setId === setId);
    if (item === undefined) throw failure ?? missingDescriptor(stagingPath);
    const { page, rows, descriptor, mirror, repairs } = item.copies;
    return { header: headerOf(page), descriptor, mirror, volumes: rows, repairs };
  } finally {
    await source.close();
  }
}

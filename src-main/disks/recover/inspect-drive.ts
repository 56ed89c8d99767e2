/** @file Runs in the copy worker: what an earlier session left on a drive, told by the drive itself. */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { onDrive } from '../copy/copy-errors.ts';
import type { CopyFile, CopyTarget } from '../copy/copy-types.ts';
import { manifestFile } from '../manifest/manifest-types.ts';
import { type ReadBlob, readManifest } from '../manifest/read-manifest.ts';

export interface InspectInput {
  readonly kind: 'inspect';
  readonly target: Pick<CopyTarget, 'serial' | 'rootPath' | 'sessionFolder' | 'canReadBackUncached'>;
  readonly driveId: string;
  /** Everything that belongs to the job, as staging describes it now. */
  readonly files: readonly CopyFile[];
}

export interface InspectOutput {
  /** Files of the job that lie on the drive with their full length. They count only after they were read back. */
  readonly present: readonly string[];
  /** `damaged` also when it names another drive: either way a datacenter could not use it. */
  readonly manifest: 'none' | 'whole' | 'damaged';
  /** Files that the manifest knows with another content than staging describes now. */
  readonly changed: readonly string[];
  /** What lies beside the job's files and would travel with them; at most twenty names. */
  readonly otherEntries: readonly string[];
}

const mostOtherEntries = 20;
/** What Windows makes on every volume. */
const systemEntries = ['system volume information', '$recycle.bin', 'recycler', 'lost+found'];

interface ReadState {
  readonly manifest: InspectOutput['manifest'];
  readonly changed: string[];
}

function isSameContent(blob: ReadBlob, file: CopyFile): boolean {
  if (blob.length !== file.bytes) return false;
  return file.pageRangeMd5 === undefined || Buffer.from(file.pageRangeMd5).equals(blob.ranges.hashes);
}

/** @throws AppError `disk.manifestFromOtherJob` */
async function compareManifest({ target, driveId, files }: InspectInput): Promise<ReadState> {
  const folder = `\\${target.sessionFolder.toLowerCase()}\\`;
  const byName = new Map(files.map((file) => [file.name, file]));
  const changed: string[] = [];
  let isOfOtherJob = false;
  try {
    const { driveId: namedDrive } = await readManifest(
      join(target.rootPath, manifestFile.slice(1)),
      (blob) => {
        if (!blob.filePath.toLowerCase().startsWith(folder)) isOfOtherJob = true;
        const file = byName.get(blob.filePath.slice(folder.length));
        if (file !== undefined && !isSameContent(blob, file)) changed.push(file.name);
      },
    );
    if (!isOfOtherJob) return { manifest: namedDrive === driveId ? 'whole' : 'damaged', changed };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { manifest: error.code === 'disk.manifestMissing' ? 'none' : 'damaged', changed: [] };
  }
  throw fromOtherJob(target);
}

const fromOtherJob = ({ serial }: InspectInput['target']): AppError =>
  new AppError({
    kind: 'user',
    code: 'disk.manifestFromOtherJob',
    params: { serial },
    retry: 'choose-again',
  });

/** True for a drive without our folder, and with one that another import job has not finished yet. */
async function holdsOtherSession(
  target: InspectInput['target'],
  entries: readonly string[],
): Promise<boolean> {
  const own = await lstat(join(target.rootPath, target.sessionFolder)).catch(() => undefined);
  if (own !== undefined) return false;
  for (const entry of entries) {
    const names = await readdir(join(target.rootPath, entry)).catch(() => [] as string[]);
    if (names.some((name) => /\.(?:BaseBlob|AIBBlob)(?:\.partial)?$/.test(name))) return true;
  }
  return false;
}

/** Files of the job that lie in the session folder with their full length. A folder that is not there holds nothing. */
export async function presentFiles(
  target: Pick<CopyTarget, 'rootPath' | 'sessionFolder'>,
  files: readonly CopyFile[],
): Promise<Set<string>> {
  const folder = join(target.rootPath, target.sessionFolder);
  // A folder that cannot be read has nothing we could count on; copying into it says what is wrong.
  const names = new Set(await readdir(folder).catch(() => [] as string[]));
  const present = new Set<string>();
  for (const { name, bytes } of files) {
    // Files of other programs may lie deeper: the first part is what the folder itself shows.
    if (!names.has(name.split('/', 1)[0] ?? '')) continue;
    const found = await lstat(join(folder, name)).catch(() => undefined);
    if (found?.isFile() === true && found.size === bytes) present.add(name);
  }
  return present;
}

async function entriesBeside({ rootPath, sessionFolder }: InspectInput['target']): Promise<string[]> {
  const folder = sessionFolder.toLowerCase();
  const own = [folder, `${folder}-meta`, manifestFile.slice(1).toLowerCase(), ...systemEntries];
  const names = await readdir(rootPath);
  return names.filter((name) => !own.includes(name.toLowerCase())).slice(0, mostOtherEntries);
}

/**
 * Looks at an open drive: its manifest against staging, and which files of the job are there. Changes nothing.
 * @throws AppError `disk.manifestFromOtherJob`, `disk.disappeared`, `disk.writeFailed`
 */
export async function inspectDrive(input: InspectInput): Promise<InspectOutput> {
  const { target, files } = input;
  return onDrive(target, manifestFile, async () => {
    const { manifest, changed } = await compareManifest(input);
    const otherEntries = await entriesBeside(target);
    if (await holdsOtherSession(target, otherEntries)) throw fromOtherJob(target);
    const present = await presentFiles(target, files);
    return { present: [...present], manifest, changed, otherEntries };
  });
}

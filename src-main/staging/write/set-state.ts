/** @file Worker thread: what an earlier run left in a staging folder, and the keys to go on with it. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type SetId, setIdSchema } from '../../../src-shared/domain/ids.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { systemErrorCode } from '../../platform/node/unexpected-error.ts';
import { formatName, formatVersion } from '../format/constants.ts';
import { deriveFileKeys, type KeySlot, unwrapDataKey, wrapDataKey } from '../format/keys.ts';
import { decodePage, encodePage } from '../format/page.ts';
import { parseRunPage } from '../format/page-content.ts';
import { openDescriptor } from '../read/descriptor-reader.ts';
import { openFolderSource } from '../read/folder-source.ts';
import { readPage } from '../read/read-page.ts';
import type { SetIdentity } from '../staging-types.ts';
import { syncFolder } from './output-file.ts';
import { endsWhenFull, type SpaceWait } from './space-wait.ts';

/** Keys of a set, opened. */
export interface OpenSet {
  readonly setId: SetId;
  readonly dataKey: Buffer;
  /** Resolves once they are durable, in the run file or a descriptor; before that no volume may get its name. */
  readonly keySlots: Promise<readonly KeySlot[]>;
  /** A descriptor is there already, so other recovery points may rely on every volume. */
  readonly hasDescriptor: boolean;
}

export function volumeFileName(baseName: string, number: number): string {
  return `${baseName}-${String(number).padStart(6, '0')}.BaseBlob`;
}

/** Files that belong to the set of an import job, by name. */
export function setFileNames(baseName: string) {
  const hasEnding = (name: string, ending: RegExp): boolean =>
    name.startsWith(baseName) && ending.test(name.slice(baseName.length));
  return {
    descriptor: `${baseName}.AIBBlob`,
    mirror: `${baseName}-descriptor.BaseBlob`,
    report: `${baseName}-report.ndjson`,
    run: `${baseName}-run.partial`,
    lock: `${baseName}.lock`,
    isVolume: (name: string): boolean => hasEnding(name, /^-\d{6,10}\.BaseBlob$/),
    /** A volume that is being written. */
    isOpenVolume: (name: string): boolean => hasEnding(name, /^-\d{6,10}\.BaseBlob\.partial$/),
    /** One that an interrupted run was writing, until it is saved. */
    isOpenVolumeAside: (name: string): boolean => hasEnding(name, /^-\d{6,10}\.open\.partial$/),
    openVolumeAside: (name: string): string => name.replace(/\.BaseBlob\.partial$/, '.open.partial'),
    /** Left over from a killed run and of no more use. What the next run goes on with is kept. */
    isLeftOver: (name: string): boolean =>
      hasEnding(
        name,
        /^(\.AIBBlob|-descriptor\.BaseBlob|-\d{8}T\d{6}Z\.AIBBlob|-report\.ndjson|-run\.new)\.partial$/,
      ),
  };
}

export function removeLeftOvers(folder: string, baseName: string): void {
  const names = setFileNames(baseName);
  for (const name of readdirSync(folder)) {
    if (names.isLeftOver(name)) rmSync(join(folder, name), { force: true });
  }
}

/** Removes volumes that nobody knows the content of. */
export function removeOpenVolumes(folder: string, baseName: string): void {
  const names = setFileNames(baseName);
  for (const name of readdirSync(folder)) {
    if (names.isOpenVolume(name) || names.isOpenVolumeAside(name))
      rmSync(join(folder, name), { force: true });
  }
}

interface FoundSet {
  readonly setId: SetId;
  readonly keySlots: readonly KeySlot[];
  readonly hasDescriptor: boolean;
}

function nameTaken(folder: string, baseName: string): AppError {
  return new AppError({
    kind: 'user',
    code: 'staging.nameTaken',
    params: { path: folder, name: baseName },
    field: 'draft.offlineDetails.importJobName',
    retry: 'choose-again',
  });
}

async function findSet(folder: string, baseName: string): Promise<FoundSet | undefined> {
  const names = setFileNames(baseName);
  const source = openFolderSource(folder);
  try {
    const isThere = (file: string): Promise<boolean> =>
      source.length(file).then((length) => length !== undefined);
    if ((await isThere(names.descriptor)) || (await isThere(names.mirror))) {
      const { page } = await openDescriptor(source, names.descriptor);
      return { setId: page.setId, keySlots: page.keySlots, hasDescriptor: true };
    }
    if (!(await isThere(names.run))) return undefined;
    const page = parseRunPage((await readPage(source, names.run, 0)).content);
    return { setId: page.setId, keySlots: page.keySlots, hasDescriptor: false };
  } catch (error) {
    // A disk that does not answer says nothing about what stands there.
    if (systemErrorCode(error) !== undefined) throw error;
    // What stands there under our names cannot be read: it is not ours to replace.
    throw nameTaken(folder, baseName);
  } finally {
    await source.close();
  }
}

function writeRunFile(folder: string, baseName: string, page: Buffer, space: SpaceWait): void {
  const names = setFileNames(baseName);
  const temporary = join(folder, `${baseName}-run.new.partial`);
  space.writing(temporary, () => {
    const file = openSync(temporary, 'w', 0o600);
    try {
      for (let done = 0; done < page.length; ) done += writeSync(file, page, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, join(folder, names.run));
    syncFolder(folder);
  });
}

/**
 * Keeps the further folders of an unfinished run in its page, so that the next run finds the volumes in them also when the job's
 * record is lost. The page keeps its salt: a page key that signs two pages is no trouble (staging-format.md 4).
 */
export function noteFurtherFolders(
  folder: string,
  set: SetIdentity,
  furtherFolders: readonly string[],
  space: SpaceWait,
): void {
  const path = join(folder, setFileNames(set.baseName).run);
  if (!existsSync(path)) return;
  const content = decodePage(readFileSync(path));
  const { setId, salt } = parseRunPage(content);
  const { pageKey } = deriveFileKeys(set.dataKey, setId, salt);
  writeRunFile(folder, set.baseName, encodePage({ ...(content as object), furtherFolders }, pageKey), space);
}

export interface SetRequest {
  readonly folder: string;
  readonly baseName: string;
  readonly passphrase: string;
  readonly setId: SetId | undefined;
  readonly creator: string;
  readonly machineName: string;
  readonly job: Readonly<Record<string, string>>;
  readonly createdAt: string;
  readonly space?: SpaceWait;
  /** Other folders that hold volumes of the set. */
  readonly furtherFolders?: readonly string[];
}

async function writeKeys(request: SetRequest, setId: SetId, dataKey: Buffer): Promise<readonly KeySlot[]> {
  const keySlots = [await wrapDataKey(dataKey, setId, request.passphrase)];
  const salt = randomBytes(32).toString('hex');
  const { creator, machineName, job, createdAt } = request;
  const page = {
    format: formatName,
    version: formatVersion,
    kind: 'descriptor',
    setId,
    salt,
    recoveryPointId: randomBytes(16).toString('hex'),
    createdAt,
    creator,
    machineName,
    job,
    keySlots,
  };
  writeRunFile(
    request.folder,
    request.baseName,
    encodePage(page, deriveFileKeys(dataKey, setId, salt).pageKey),
    request.space ?? endsWhenFull,
  );
  return keySlots;
}

function createSet(request: SetRequest): OpenSet {
  const setId = request.setId ?? setIdSchema.parse(randomBytes(16).toString('hex'));
  const dataKey = randomBytes(32);
  const keySlots = writeKeys(request, setId, dataKey);
  // Whoever waits for them hears of it; until somebody does, it is no failure.
  keySlots.catch(() => undefined);
  return { setId, dataKey, keySlots, hasDescriptor: false };
}

/**
 * Opens the set of an import job in a staging folder, or begins one. A new set comes at once, with keys that are still being
 * made: the wrapped data key has to be durable in the run file before the first volume gets its name, so that a later run can go on with
 * finished volumes. Whoever opened a set waits for its keys before leaving, whatever happened.
 * @throws AppError `staging.nameTaken` when another set uses the name, `staging.passphraseWrong`
 */
export async function openOrCreateSet(request: SetRequest): Promise<OpenSet> {
  const { folder, furtherFolders = [], baseName } = request;
  const names = setFileNames(baseName);
  const found = await findSet(folder, baseName);
  const hasVolumes = [folder, ...furtherFolders].some((each) => readdirSync(each).some(names.isVolume));
  if (found === undefined) {
    if (hasVolumes) throw nameTaken(folder, baseName);
    return createSet(request);
  }
  const isOther = request.setId !== undefined && request.setId !== found.setId;
  const dataKey = isOther ? undefined : await unwrapDataKey(found.keySlots, found.setId, request.passphrase);
  if (dataKey !== undefined) return { ...found, dataKey, keySlots: Promise.resolve(found.keySlots) };
  // Nothing was finished with that key: beginning anew loses nothing.
  if (!found.hasDescriptor && !hasVolumes) return createSet(request);
  if (isOther) throw nameTaken(folder, baseName);
  throw new AppError({
    kind: 'user',
    code: 'staging.passphraseWrong',
    field: 'passphrase',
    retry: 'choose-again',
  });
}

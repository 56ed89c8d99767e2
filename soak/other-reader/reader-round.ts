/** @file One set: restored whole, restored with a changed bit, and once more after an increment, each time compared by foreign code. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Random } from '../../bench/corpora/random.ts';
import type { PosixMetadataPrograms } from '../../src-main/platform/ports/file-metadata.ts';
import { draftFor, recordingControl, service } from '../../src-main/staging/testing/test-service.ts';
import { treeDifferences, treeSnapshot } from '../../src-main/staging/testing/tree-snapshot.ts';
import { dumpAttributes } from './odd-attributes.ts';
import { type ReaderAnswer, type ReaderRequest, runReader } from './run-reader.ts';

export interface Round {
  readonly python: string;
  /** For extended attributes; undefined where they are missing. */
  readonly programs: PosixMetadataPrograms | undefined;
  readonly passphrase: string;
  readonly volumeBytes: number;
  /** A folder, the first root. */
  readonly source: string;
  /** A file, the second root. */
  readonly single: string;
  readonly staging: string;
  readonly increment: string;
  readonly target: string;
  readonly workFolder: string;
}

const descriptorFile = 'seed-fs01.AIBBlob';
const isDescriptorOrMirror = (name: string): boolean => !/-\d{6}\.BaseBlob$/.test(name);
/** Pipes are never in a backup; the reader says so. */
const isExpectedFailure = ({ kind }: ReaderAnswer['failures'][number]): boolean => kind === 'special';

function itemsOf({ source, single }: Round) {
  return [
    { path: source, kind: 'folder' },
    { path: single, kind: 'file' },
  ] as const;
}

export async function backUpRound(round: Round): Promise<void> {
  const { staging, source, passphrase, volumeBytes } = round;
  const draft = draftFor(staging, [source], { volumeBytes, items: [...itemsOf(round)] });
  await service.backUp({ draft, passphrase, jobDetails: {}, threads: 2 }, recordingControl());
}

function run(round: Round, change: Partial<ReaderRequest> = {}): Promise<ReaderAnswer> {
  const { python, staging, target, passphrase, workFolder } = round;
  rmSync(target, { recursive: true, force: true });
  return runReader(python, { staging, target, passphrase, workFolder, ...change });
}

function singleDifferences({ single }: Round, { roots }: ReaderAnswer): string[] {
  const [, root] = roots;
  if (root === undefined) return ['the second root did not come back'];
  const restored = readFileSync(path.join(root.folder, path.basename(single)));
  return restored.equals(readFileSync(single)) ? [] : ['the second root has other bytes'];
}

function attributeDifferences({ source, programs }: Round, folder: string): string[] {
  if (programs === undefined) return [];
  const isSame = dumpAttributes(source, programs) === dumpAttributes(folder, programs);
  return isSame ? [] : ['extended attributes differ'];
}

/** What is not as it was backed up. */
export async function restoreWhole(round: Round, change: Partial<ReaderRequest> = {}): Promise<string[]> {
  const answer = await run(round, change);
  const [root] = answer.roots;
  if (root === undefined) return [answer.error ?? 'no root came back'];
  return [
    ...answer.damage,
    ...answer.failures.filter((one) => !isExpectedFailure(one)).map((one) => JSON.stringify(one)),
    ...treeDifferences(await treeSnapshot(round.source), await treeSnapshot(root.folder)),
    ...singleDifferences(round, answer),
    ...attributeDifferences(round, root.folder),
  ];
}

/** Without what names a hard-linked file has: where the first is lost, another is the first. */
function withoutLinks(lines: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(lines).map(([name, line]) => [name, line.replace(/^(file .* [0-9a-f]{64}) .*$/, '$1')]),
  );
}

/** Changes a bit of any file: it has to be noticed, and what comes back is the same or was named. */
export async function restoreDamaged(round: Round, random: Random): Promise<string[]> {
  const { staging, workFolder } = round;
  const names = readdirSync(staging).filter((name) => name.endsWith('Blob'));
  const name = names[random() % names.length] ?? '';
  const [file, kept] = [path.join(staging, name), path.join(workFolder, 'kept')];
  copyFileSync(file, kept);
  const bytes = readFileSync(file);
  const position = random() % bytes.length;
  bytes[position] = (bytes[position] ?? 0) ^ (1 << (random() % 8));
  writeFileSync(file, bytes);
  try {
    const found = await damagedDifferences(round, name);
    return found.map((difference) => `with a bit changed at ${position} of ${name}: ${difference}`);
  } finally {
    copyFileSync(kept, file);
    rmSync(kept);
  }
}

async function damagedDifferences(round: Round, name: string): Promise<string[]> {
  const answer = await run(round);
  if (!answer.damage.some((sentence) => sentence.includes(name))) return ['nothing was noticed'];
  const [root] = answer.roots;
  if (root === undefined) return [answer.error ?? 'no root came back'];
  const expected = await treeSnapshot(round.source);
  const found = await treeSnapshot(root.folder);
  const named = new Set(answer.failures.map((failure) => failure.path));
  const lost = Object.keys(expected).filter((entry) => found[entry] === undefined);
  const present = Object.fromEntries(
    Object.entries(expected).filter(([entry]) => found[entry] !== undefined),
  );
  const unnamed = lost.filter((entry) => !named.has(Buffer.from(entry, 'latin1').toString('utf8')));
  return [
    ...unnamed.map((entry) => `${entry} was lost and not named`),
    ...(isDescriptorOrMirror(name) && lost.length > 0
      ? [`${lost.length} lost although a copy is whole`]
      : []),
    ...treeDifferences(withoutLinks(present), withoutLinks(found)),
  ];
}

/** A later recovery point in a folder of its own, which needs the volumes of the first. */
export async function restoreIncrement(round: Round): Promise<string[]> {
  const { staging, increment, passphrase, volumeBytes } = round;
  mkdirSync(increment);
  const location = { kind: 'folder', path: staging } as const;
  const dataKey = await service.unlock(location, descriptorFile, passphrase);
  await service.backUpIncrement(
    {
      previous: { location, descriptorFile },
      dataKey,
      items: [...itemsOf(round)],
      exclusions: [],
      outputFolder: increment,
      nextVolumeNumber: 1000,
      volumeBytes,
    },
    recordingControl(),
  );
  const found = await restoreWhole(round, { staging: increment, volumeFolders: [staging] });
  return found.map((difference) => `after an increment: ${difference}`);
}

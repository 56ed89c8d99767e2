/** @file Finds the programs to compare with, fetches what is missing, and says what stays missing. */
import path from 'node:path';
import { findProgram, requireProgram } from '../process/find-program.ts';
import { runPipeline } from '../process/pipeline.ts';
import { createBorg } from './borg.ts';
import { installPackage, unpackFromRelease } from './debian.ts';
import { createRestic } from './restic.ts';
import { createTarZstd } from './tar-zstd.ts';
import type { Tool } from './tool.ts';
import { isAtLeast, readVersion } from './versions.ts';

/** A peer that goals speak of. Without `tool` it is missing, and `note` says why. */
export interface Peer {
  readonly id: 'restic' | 'borg' | 'tar-zstd';
  /** As rows name it. */
  readonly title: string;
  readonly tool: Tool | undefined;
  readonly note: string | undefined;
}

/** What the goals were set against. */
const wantedRestic = '0.18';
const wantedBorg = '1.2';
/** The Debian release that has it. */
const resticRelease = 'trixie';

type Say = (line: string) => void;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function versionOf(program: string, ...programArguments: readonly string[]): Promise<string> {
  const version = readVersion(await runPipeline({ program, arguments: programArguments }));
  if (version === undefined) throw new Error(`${program} does not tell its version`);
  return version;
}

/** The program, installed when it is missing. @throws Error that says why it cannot */
async function ensureProgram(name: string, packageName: string, say: Say): Promise<string> {
  const found = findProgram(name);
  if (found !== undefined) return found;
  say(`${name} is missing: installing ${packageName} ...`);
  await installPackage(packageName);
  return requireProgram(name);
}

async function newerRestic(workFolder: string, say: Say): Promise<string> {
  say(
    `restic ${wantedRestic} is not installed: taking the one of Debian ${resticRelease}, kept in the work folder`,
  );
  const root = await unpackFromRelease(resticRelease, 'restic', path.join(workFolder, 'peers', 'restic'));
  return path.join(root, 'usr', 'bin', 'restic');
}

async function ensureRestic(workFolder: string, say: Say): Promise<Peer> {
  const id = 'restic';
  const installed = findProgram('restic');
  const peer = async (program: string, note: string | undefined): Promise<Peer> => {
    const version = await versionOf(program, 'version');
    return { id, title: `restic ${version}`, tool: createRestic(program, version), note };
  };
  try {
    if (installed !== undefined && isAtLeast(await versionOf(installed, 'version'), wantedRestic)) {
      return await peer(installed, undefined);
    }
    return await peer(await newerRestic(workFolder, say), undefined);
  } catch (error) {
    say(`restic ${wantedRestic}: ${reasonOf(error)}`);
  }
  try {
    const older = await peer(await ensureProgram('restic', 'restic', say), undefined);
    const note = `${older.title} stands in for restic ${wantedRestic}, which the goals mean and which could not be had`;
    return { ...older, note };
  } catch (error) {
    return { id, title: 'restic', tool: undefined, note: `restic is missing: ${reasonOf(error)}` };
  }
}

async function ensureBorg(say: Say): Promise<Peer> {
  try {
    const program = await ensureProgram('borg', 'borgbackup', say);
    const version = await versionOf(program, '--version');
    const tool = createBorg(program, version);
    const isWanted = version.startsWith(`${wantedBorg}.`);
    const note = isWanted ? undefined : `borg ${version}; the goals were set against ${wantedBorg}`;
    return { id: 'borg', title: tool.title, tool, note };
  } catch (error) {
    return { id: 'borg', title: 'borg', tool: undefined, note: `borg is missing: ${reasonOf(error)}` };
  }
}

async function ensureTarZstd(say: Say): Promise<Peer> {
  try {
    const zstd = await ensureProgram('zstd', 'zstd', say);
    const programs = { tar: requireProgram('tar'), zstd, sync: requireProgram('sync') };
    const tool = createTarZstd(programs, await versionOf(zstd, '--version'));
    return { id: 'tar-zstd', title: tool.title, tool, note: undefined };
  } catch (error) {
    const note = `tar | zstd is missing: ${reasonOf(error)}`;
    return { id: 'tar-zstd', title: 'tar | zstd -3 -T2', tool: undefined, note };
  }
}

/** All peers of the staging bench, in the order of the table of goals. */
export async function ensurePeers(workFolder: string, say: Say): Promise<readonly Peer[]> {
  return [await ensureRestic(workFolder, say), await ensureBorg(say), await ensureTarZstd(say)];
}

/** @file Practice drives on file systems of their own: a full drive is then really full, and a drive that is pulled is really unmounted. */
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CommandRunner } from '../../../platform/ports/command-runner.ts';
import { volumeCapacityBytes } from '../volume-files.ts';
import type { MountPrograms } from './mount-programs.ts';

/**
 * - `tmpfs`: memory with a limit. Gone when it is unmounted.
 * - `ntfs`: NTFS in an image file beside the drives, with the names that Windows takes. Stays.
 */
export type MountKind = 'tmpfs' | 'ntfs';

export interface DriveMounts {
  readonly kind: MountKind;
  /**
   * Puts a drive's own file system onto its folder; made anew when the drive has none yet. Nothing happens when it is there already.
   * @param driveFolder folder below the shelf, named by the serial
   * @throws AppError of the program that refused
   */
  attach(driveFolder: string, sizeBytes: number): Promise<void>;
  /** Puts a file system back that a drive has from before. @returns false when it has none */
  attachAgain(driveFolder: string): Promise<boolean>;
  /** Takes it away at once, whoever has files open. What is on it stays. */
  detach(driveFolder: string): Promise<void>;
  /** Deletes what is left of a drive that was taken away. */
  forget(driveFolder: string): Promise<void>;
  /** Takes all away that were made by this object. What is on `tmpfs` is gone then. */
  close(): Promise<void>;
}

export interface DriveMountsOptions {
  readonly kind: MountKind;
  readonly commands: CommandRunner;
  readonly programs: MountPrograms;
}

/** Folder of the shelf that holds what is mounted; no drive is ever named like this. */
const backingFolder = '.mounts';
/** The record and the key of a drive lie beside its volume, on the same file system. */
const recordBytes = 128 * 1024;
/** Above this a drive stays a folder: nobody fills it in a rehearsal, and the tables of an NTFS of that size are large themselves. */
const largestMountedBytes = 64 * 1024 ** 3;
const longestMilliseconds = 60_000;

async function deviceOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.dev;
}

/** True when another file system than that of the folder above begins here. */
async function isMountPoint(folder: string): Promise<boolean> {
  const device = await deviceOf(folder);
  return device !== undefined && device !== (await deviceOf(dirname(folder)));
}

class LinuxDriveMounts implements DriveMounts {
  readonly kind: MountKind;
  readonly #options: DriveMountsOptions;
  /** Mount points in the order in which they were made. */
  readonly #made = new Set<string>();

  constructor(options: DriveMountsOptions) {
    this.kind = options.kind;
    this.#options = options;
  }

  async #run(program: string, values: readonly string[]): Promise<void> {
    await this.#options.commands.run({
      program,
      arguments: values,
      timeoutMilliseconds: longestMilliseconds,
    });
  }

  #backingOf(driveFolder: string): string {
    const name = driveFolder.slice(dirname(driveFolder).length + 1);
    return join(dirname(driveFolder), backingFolder, this.kind === 'ntfs' ? `${name}.ntfs` : name);
  }

  async attach(driveFolder: string, sizeBytes: number): Promise<void> {
    if (sizeBytes > largestMountedBytes) return;
    if (await this.attachAgain(driveFolder)) return;
    const backing = this.#backingOf(driveFolder);
    if (this.kind === 'ntfs') await this.#makeImage(backing, sizeBytes);
    else await this.#mountMemory(backing, sizeBytes);
    await this.attachAgain(driveFolder);
  }

  async attachAgain(driveFolder: string): Promise<boolean> {
    if (await isMountPoint(driveFolder)) return true;
    const backing = this.#backingOf(driveFolder);
    const isThere =
      this.kind === 'ntfs' ? (await deviceOf(backing)) !== undefined : await isMountPoint(backing);
    if (!isThere) return false;
    await mkdir(driveFolder, { recursive: true });
    const { mount, ntfs3g } = this.#options.programs;
    if (this.kind === 'ntfs')
      await this.#run(ntfs3g, [backing, driveFolder, '-o', 'windows_names,umask=077']);
    else await this.#run(mount, ['--bind', backing, driveFolder]);
    this.#made.add(driveFolder);
    return true;
  }

  async #makeImage(image: string, sizeBytes: number): Promise<void> {
    await mkdir(dirname(image), { recursive: true });
    const handle = await open(image, 'wx', 0o600);
    await handle.truncate(sizeBytes);
    await handle.close();
    await this.#run(this.#options.programs.mkntfs, ['--force', '--quick', '--quiet', image]);
  }

  async #mountMemory(folder: string, sizeBytes: number): Promise<void> {
    await mkdir(folder, { recursive: true });
    const limit = `size=${volumeCapacityBytes(sizeBytes) + recordBytes},mode=700`;
    await this.#run(this.#options.programs.mount, ['-t', 'tmpfs', '-o', limit, 'practice-drive', folder]);
    this.#made.add(folder);
  }

  async detach(driveFolder: string): Promise<void> {
    if (!(await isMountPoint(driveFolder))) return;
    await this.#run(this.#options.programs.umount, ['--lazy', driveFolder]);
    this.#made.delete(driveFolder);
  }

  async forget(driveFolder: string): Promise<void> {
    const backing = this.#backingOf(driveFolder);
    if (await isMountPoint(backing)) await this.detach(backing);
    await rm(backing, { recursive: true, force: true });
  }

  async close(): Promise<void> {
    for (const folder of [...this.#made].reverse()) await this.detach(folder);
  }
}

/** Needs Linux, root and the programs (`findMountPrograms`). Mounts only what it made itself, below the shelf. */
export function createDriveMounts(options: DriveMountsOptions): DriveMounts {
  return new LinuxDriveMounts(options);
}

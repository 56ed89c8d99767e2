/** @file Makes sure that `getfattr` and `setfattr` are here for the tests that need the real ones; installs Debian's when it may. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findPosixMetadataPrograms } from '../src-main/platform/node/posix-file-metadata.ts';
import type { PosixMetadataPrograms } from '../src-main/platform/ports/file-metadata.ts';

const aptGet = '/usr/bin/apt-get';

function installDebianPackage(): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const step of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'attr'],
  ]) {
    const outcome = spawnSync(aptGet, step, { stdio: ['ignore', 'ignore', 'inherit'], env });
    if (outcome.status !== 0) return;
  }
}

/** Once before all tests, since two test files that install at the same time would be in each other's way. Says what is missing. */
export function setup(): void {
  if (process.platform !== 'linux') return;
  try {
    ensureAttributePrograms();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
}

/**
 * @returns absolute paths of the programs
 * @throws Error that says exactly what is missing
 */
export function ensureAttributePrograms(): PosixMetadataPrograms {
  const found = findPosixMetadataPrograms();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync(aptGet)) installDebianPackage();
  const installed = findPosixMetadataPrograms();
  if (installed !== undefined) return installed;
  throw new Error(
    'Tests of access lists and extended attributes need getfattr and setfattr (Debian, as root: apt-get install attr).',
  );
}

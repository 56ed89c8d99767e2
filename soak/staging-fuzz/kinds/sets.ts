/** @file Whole sets in a folder, through everything that a person can start: looking, checking, browsing, restoring. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Random } from '../../../bench/corpora/random.ts';
import { describeSet, inspectFolder } from '../../../src-main/staging/check/inspect.ts';
import { verifyLocation } from '../../../src-main/staging/check/verify-location.ts';
import { openRecoveryPoint } from '../../../src-main/staging/read/open-point.ts';
import { restore } from '../../../src-main/staging/restore/restore.ts';
import type { RestoreRequest } from '../../../src-main/staging/staging-types.ts';
import { quietWorkerControl as quiet } from '../../../src-main/testing/quiet-worker-control.ts';
import { setIdSchema } from '../../../src-shared/domain/ids.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { dataKey, descriptorFile, forgeDescriptor, forgeVolume, setId, volumeFile } from '../forge.ts';
import { chance, type FuzzKind } from '../fuzz-kind.ts';
import { forgeCatalog } from './catalogs.ts';
import { forgeCopies } from './descriptors.ts';
import { forgeAnyVolume, goodContents } from './volumes.ts';

const goodVolume = forgeVolume({ contents: goodContents });

/** @returns true when what is restored from it cannot be large */
function writeSet(random: Random, folder: string): boolean {
  const { bytes, row } = chance(random, 0.7) ? goodVolume : forgeAnyVolume(random);
  const table = Buffer.from(`${JSON.stringify(row)}\n`);
  writeFileSync(path.join(folder, volumeFile), bytes);
  if (chance(random, 0.3)) {
    for (const [name, content] of forgeCopies(random, table)) writeFileSync(path.join(folder, name), content);
    return false;
  }
  const catalog = forgeCatalog(random);
  writeFileSync(path.join(folder, descriptorFile), forgeDescriptor({ table, catalog }));
  // Real zeros of any length would only fill the disk, as they are meant to.
  return catalog.every((block) => !/\d{8}/.test(block.toString('latin1').replaceAll(/"[^"]*"/g, '')));
}

/** Something was written where nothing belongs. */
export class EscapedError extends Error {}

const listing = (folder: string): string => readdirSync(folder).sort().join('|');

async function restoreInto(place: string, staging: string, target: RestoreRequest['target']): Promise<void> {
  const systemRoot = listing('/');
  const location = { kind: 'folder', path: staging } as const;
  const request = {
    location,
    descriptorFile,
    dataKey,
    selection: [],
    conflict: 'overwrite',
    target,
  } as const;
  const result = await restore(request, quiet, { threads: 0 }).catch((error: unknown) => error);
  const found = listing(place);
  const isInside = found === 'cwd|staging|target' || found === 'cwd|staging';
  const isClean = listing(path.join(place, 'cwd')) === '' && listing('/') === systemRoot;
  if (!isInside || !isClean) throw new EscapedError(`a restore wrote outside of its target: ${found}`);
  if (result instanceof Error) throw result;
}

async function browse(staging: string): Promise<void> {
  const reader = await openRecoveryPoint({ kind: 'folder', path: staging }, descriptorFile, dataKey);
  try {
    for await (const entry of reader.entries())
      if (entry.path === '') throw new Error('an entry without path');
  } finally {
    await reader.close();
  }
}

async function readSet(random: Random, place: string, mayWrite: boolean): Promise<void> {
  const staging = path.join(place, 'staging');
  const location = { kind: 'folder', path: staging } as const;
  switch (random() % 6) {
    case 0:
      await inspectFolder(staging);
      await describeSet(staging, setIdSchema.parse(setId));
      break;
    case 1:
      await verifyLocation({ location, descriptorFile, ...(chance(random, 0.7) ? { dataKey } : {}) }, quiet, {
        threads: 0,
      });
      break;
    case 2:
      await browse(staging);
      break;
    default: {
      const target = { kind: 'folder', path: path.join(place, 'target') } as const;
      await restoreInto(place, staging, mayWrite ? target : { kind: 'verifyOnly' });
    }
  }
}

/** Codes that a whole set may be refused with besides damage. */
const furtherCodes: ReadonlySet<string> = new Set(['staging.foreignFolder', 'vault.writeFailed']);

/** @param folder empty, in memory; the process is in its sub-folder `cwd`, so that a relative path leads there */
export function createSets(folder: string): FuzzKind {
  return {
    name: 'whole sets',
    share: 1,
    async run(random) {
      for (const name of ['staging', 'cwd']) mkdirSync(path.join(folder, name), { recursive: true });
      process.chdir(path.join(folder, 'cwd'));
      try {
        const mayWrite = writeSet(random, path.join(folder, 'staging'));
        await readSet(random, folder, mayWrite);
      } catch (error) {
        if (!(error instanceof AppError) || !furtherCodes.has(error.code)) throw error;
      } finally {
        for (const name of ['staging', 'target'])
          rmSync(path.join(folder, name), { recursive: true, force: true });
      }
    },
  };
}

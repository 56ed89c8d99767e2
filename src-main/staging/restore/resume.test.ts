import { spawn } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { quietWorkerControl as quiet } from '../../testing/quiet-worker-control.ts';
import type { RestoreRequest, RestoreResult } from '../staging-types.ts';
import { backUp, mebibyte, passphrase, service, temporaryPlace } from '../testing/test-service.ts';
import { noise, treeDifferences, treeSnapshot } from '../testing/tree-snapshot.ts';
import { restore } from './restore.ts';

const place = temporaryPlace();
const restoreProcess = fileURLToPath(new URL('../testing/restore-process.ts', import.meta.url));
const tuning = { threads: 2, segmentBytes: mebibyte };
let dataKey: Uint8Array;
let expected: Record<string, string>;

beforeAll(async () => {
  for (let folder = 0; folder < 30; folder += 1) {
    const path = join(place.source, `folder ${String(folder).padStart(2, '0')}`);
    mkdirSync(path);
    for (let number = 0; number < 70; number += 1) {
      writeFileSync(join(path, `file ${number}`), noise(2000 + number, folder * 100 + number));
    }
    linkSync(join(path, 'file 3'), join(path, 'second name of 3'));
    symlinkSync('file 4', join(path, 'link to 4'));
    utimesSync(path, 1_000_000_000 + folder, 1_000_000_000 + folder);
  }
  writeFileSync(join(place.source, 'folder 10', 'large'), noise(9 * mebibyte, 5));
  await backUp(place.staging, [place.source], { volumeBytes: 4 * mebibyte });
  const location = { kind: 'folder', path: place.staging } as const;
  dataKey = await service.unlock(location, 'seed-fs01.AIBBlob', passphrase);
  expected = await treeSnapshot(place.source);
});
beforeEach(() => rmSync(place.target, { recursive: true, force: true }));
afterAll(() => rmSync(place.root, { recursive: true, force: true }));

const request = (conflict: RestoreRequest['conflict']): RestoreRequest => ({
  location: { kind: 'folder', path: place.staging },
  descriptorFile: 'seed-fs01.AIBBlob',
  dataKey,
  selection: [],
  target: { kind: 'folder', path: place.target },
  conflict,
});
const goOn = (conflict: RestoreRequest['conflict']): Promise<RestoreResult> =>
  restore(request(conflict), quiet, tuning);

const entriesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];

/** Kills a restore as soon as so many entries are there. @returns true when it was killed */
async function killAt(entries: number, conflict: RestoreRequest['conflict']): Promise<boolean> {
  const child = spawn(process.execPath, [restoreProcess, place.staging, place.target, conflict], {
    stdio: 'ignore',
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.on('exit', (_code, signal) => resolve(signal)),
  );
  while (child.exitCode === null && child.signalCode === null) {
    if (entriesIn(place.target).length >= entries) child.kill('SIGKILL');
    await pause(2);
  }
  return (await ended) === 'SIGKILL';
}

/** Files that are whole by now, to be recognised later. */
function wholeFiles(): Map<string, string> {
  const names = entriesIn(place.target).filter((name) => !/\.obw-/.test(name));
  return new Map(
    names.flatMap((name) => {
      const stat = lstatSync(join(place.target, name), { bigint: true });
      return stat.isFile() ? [[name, `${stat.ino} ${stat.mtimeNs} ${stat.size}`] as const] : [];
    }),
  );
}

function expectStillThere(before: ReadonlyMap<string, string>): void {
  const now = wholeFiles();
  expect([...before].filter(([name, facts]) => now.get(name) !== facts)).toEqual([]);
}

function leftovers(): string[] {
  return entriesIn(place.target).filter((name) => /\.obw-/.test(name));
}

describe('a killed restore', () => {
  it.each(['skip', 'keepBoth'] as const)(
    'goes on at the next start wherever it was killed, and writes nothing twice (%s)',
    async (conflict) => {
      let killed = 0;
      for (const entries of [1, 40, 700, 1500]) {
        const before = wholeFiles();
        if (await killAt(Math.max(entries, before.size + 1), conflict)) killed += 1;
        expectStillThere(before);
      }
      expect(killed).toBeGreaterThan(2);
      const before = wholeFiles();
      expect(before.size).toBeGreaterThan(100);
      const result = await goOn(conflict);
      expectStillThere(before);
      expect(result.earlierFiles).toBeGreaterThanOrEqual(before.size);
      expect([result.skippedCount, result.failedCount]).toEqual([0, 0]);
      expect(result.restoredFiles).toBe(30 * 71 + 1);
      expect(leftovers()).toEqual([]);
      // Folders too have the times of the backup, though an earlier run made them.
      expect(treeDifferences(expected, await treeSnapshot(place.target))).toEqual([]);
    },
    120_000,
  );

  it('does not take for its own what was there before, was changed since, or came later', async () => {
    mkdirSync(join(place.target, 'folder 00'), { recursive: true });
    const { mtime } = statSync(join(place.source, 'folder 00', 'file 1'));
    const theirs = join(place.target, 'folder 00', 'file 1');
    // As long and as old as the one in the backup, but with other content.
    writeFileSync(theirs, noise(2001, 999));
    utimesSync(theirs, mtime, mtime);
    await killAt(300, 'overwrite');
    const changed = join(place.target, 'folder 00', 'file 2');
    writeFileSync(changed, 'changed since');
    await goOn('overwrite');
    // The folder is theirs, and so is its time.
    const found = await treeSnapshot(place.target);
    const different = treeDifferences(expected, { ...found, 'folder 00': expected['folder 00'] ?? '' });
    expect(different).toEqual([]);

    rmSync(place.target, { recursive: true });
    await killAt(300, 'skip');
    writeFileSync(changed, 'changed since');
    const result = await goOn('skip');
    expect(result.skipped.map(({ path }) => path)).toEqual(['0/folder 00/file 2']);
    expect(statSync(changed).size).toBe(13);
  }, 60_000);

  it('is another restore with another answer to what is there, and after it has come to its end', async () => {
    await killAt(300, 'skip');
    const made = wholeFiles().size;
    const other = await goOn('keepBoth');
    expect(other.earlierFiles).toBeUndefined();
    expect(
      entriesIn(place.target).filter((name) => name.endsWith('(restored)')).length,
    ).toBeGreaterThanOrEqual(made);
    rmSync(place.target, { recursive: true });
    await goOn('skip');
    expect(leftovers()).toEqual([]);
    const again = await goOn('skip');
    expect([again.restoredFiles, again.earlierFiles, again.skippedCount > 2000]).toEqual([
      0,
      undefined,
      true,
    ]);
  }, 60_000);
});

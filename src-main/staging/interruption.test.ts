import { execFile, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  backUp,
  mebibyte,
  passphrase,
  recordingControl,
  restoreAll,
  service,
  temporaryPlace,
} from './testing/test-service.ts';
import { makeOddTree, noise, treeDifferences, treeSnapshot } from './testing/tree-snapshot.ts';

let place: ReturnType<typeof temporaryPlace>;
beforeEach(() => {
  place = temporaryPlace();
});
afterEach(() => rmSync(place.root, { recursive: true, force: true }));

const compareProcess = fileURLToPath(new URL('./testing/compare-process.ts', import.meta.url));
const backUpProcess = fileURLToPath(new URL('./testing/back-up-process.ts', import.meta.url));

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const volumesIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => /-\d{6}\.BaseBlob$/.test(name));

/** Kills a back-up as soon as `isTime` says so, or lets it end. @returns true when it was killed */
async function killWhen(isTime: (elapsed: number) => boolean): Promise<boolean> {
  const child = spawn(process.execPath, [backUpProcess, place.staging, place.source], { stdio: 'ignore' });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.on('exit', (_code, signal) => resolve(signal)),
  );
  const startedAt = performance.now();
  while (child.exitCode === null && child.signalCode === null) {
    if (isTime(performance.now() - startedAt)) child.kill('SIGKILL');
    await sleep(2);
  }
  return (await ended) === 'SIGKILL';
}

/** Backs up in a process of its own. @returns bytes that it read from files, its own program included */
async function bytesRead(): Promise<number> {
  const args = [backUpProcess, place.staging, place.source, 'count'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return Number(stdout);
}

/** Enough for several batches, so that much of the catalog is there long before the end. */
function makeLargeFiles(): void {
  for (let number = 0; number < 32; number += 1)
    writeFileSync(join(place.source, `part ${number}`), noise(3 * mebibyte, number + 1));
}

function makeSource(): void {
  makeOddTree(place.source);
  for (let number = 0; number < 40; number += 1) {
    writeFileSync(join(place.source, `part ${number}`), noise(300_000, number + 50));
  }
}

describe('a killed back-up', () => {
  it('goes on at the next start, wherever it was killed, and keeps finished volumes', async () => {
    makeSource();
    const partial = (ending: string) => () =>
      readdirSync(place.staging).some((name) => name.endsWith(ending));
    const finished = (count: number) => () => volumesIn(place.staging).length >= count;
    const moments = [
      partial('.lock'),
      partial('-run.partial'),
      partial('000001.BaseBlob.partial'),
      finished(2),
      finished(9),
      partial('.AIBBlob.partial'),
    ];
    let killed = 0;
    for (const moment of moments) {
      const before = new Map(
        volumesIn(place.staging).map((name) => [name, statSync(join(place.staging, name)).mtimeMs]),
      );
      if (await killWhen(moment)) killed += 1;
      for (const [name, time] of before)
        expect([name, statSync(join(place.staging, name)).mtimeMs]).toEqual([name, time]);
      for (const name of volumesIn(place.staging))
        expect(statSync(join(place.staging, name)).size % 4096).toBe(0);
    }
    expect(killed).toBeGreaterThan(3);
    const kept = volumesIn(place.staging).length;
    expect(kept).toBeGreaterThan(8);
    const control = recordingControl();
    const record = await backUp(place.staging, [place.source], { volumeBytes: mebibyte }, control);
    // Everything but the last, unfinished volume was there already.
    const written = Math.max(...control.progress.map(({ writtenBytes = 0 }) => writtenBytes));
    expect(written).toBeLessThan(record.stagedBytes / 2);
    await restoreAll(place.staging, place.target);
    expect(treeDifferences(await treeSnapshot(place.source), await treeSnapshot(place.target))).toEqual([]);
    const leftOver = readdirSync(place.staging).filter((name) => !/\.(AIBBlob|BaseBlob|ndjson)$/.test(name));
    expect(leftOver).toEqual([]);
  }, 120_000);

  it('does not read again what is in staging, and never gives the number of a lost volume to another one', async () => {
    if (process.platform !== 'linux') {
      process.stderr.write('\nNOT TRIED HERE: how much a resumed run reads. Only Linux counts it.\n');
      return;
    }
    writeFileSync(join(place.source, 'seed'), 'seed');
    const startBytes = await bytesRead();
    makeLargeFiles();
    // Changes this close to the walk are not trusted.
    await sleep(2500);
    expect(await killWhen(() => volumesIn(place.staging).length >= 75)).toBe(true);
    const lost = volumesIn(place.staging).filter((name) => name >= 'seed-fs01-000031');
    for (const name of lost) rmSync(join(place.staging, name));
    // Twice: the catalog of the first run outlives a second one that is killed as soon as it has begun its own.
    const hasBegunCatalog = (): boolean =>
      ['catalog', 'catalog-earlier'].every((name) =>
        existsSync(join(place.staging, `seed-fs01-${name}.partial`)),
      );
    expect(await killWhen(hasBegunCatalog)).toBe(true);
    const readAgain = (await bytesRead()) - startBytes;
    // Of 96 MiB, 30 lie in the volumes that are left. Files that reach into lost ones are read again.
    expect(readAgain).toBeLessThan(88 * mebibyte);
    expect(volumesIn(place.staging)).not.toContain('seed-fs01-000031.BaseBlob');
    await restoreAll(place.staging, place.target);
    expect(treeDifferences(await treeSnapshot(place.source), await treeSnapshot(place.target))).toEqual([]);
  }, 120_000);

  it('survives random instants', async () => {
    makeSource();
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const instant = 350 + ((attempt * 397) % 1100);
      await killWhen((elapsed) => elapsed > instant);
    }
    await backUp(place.staging, [place.source], { volumeBytes: mebibyte });
    const restored = await restoreAll(place.staging, place.target);
    expect(restored.failed).toEqual([]);
    expect(treeDifferences(await treeSnapshot(place.source), await treeSnapshot(place.target))).toEqual([]);
  }, 120_000);
});

describe('going on', () => {
  it('needs the passphrase that finished volumes were written with', async () => {
    writeFileSync(join(place.source, 'a'), noise(3 * mebibyte, 1));
    await killWhen(() => volumesIn(place.staging).length > 0);
    rmSync(join(place.staging, 'seed-fs01.AIBBlob'), { force: true });
    rmSync(join(place.staging, 'seed-fs01-descriptor.BaseBlob'), { force: true });
    const { draftFor } = await import('./testing/test-service.ts');
    const draft = draftFor(place.staging, [place.source]);
    const other = { draft, passphrase: 'quite another passphrase', jobDetails: {} };
    await expect(service.backUp(other, recordingControl())).rejects.toMatchObject({
      code: 'staging.passphraseWrong',
    });
    const record = await service.backUp({ ...other, passphrase }, recordingControl());
    expect(record.files).toBe(1);
  });

  it('stops at once when asked to, and leaves nothing half-written under a final name', async () => {
    makeSource();
    const control = recordingControl();
    const running = backUp(place.staging, [place.source], { volumeBytes: mebibyte }, control);
    const timer = setInterval(() => {
      if (volumesIn(place.staging).length > 1) control.abort.abort();
    }, 1);
    await expect(running).rejects.toMatchObject({ code: 'task.stopped' });
    clearInterval(timer);
    const others = readdirSync(place.staging).filter((name) => !volumesIn(place.staging).includes(name));
    expect(others).toContain('seed-fs01-run.partial');
    expect(others.filter((name) => !name.endsWith('.partial'))).toEqual([]);
    const again = await backUp(place.staging, [place.source], { volumeBytes: mebibyte });
    expect(again.skippedFiles).toBe(1);
  });

  it('leaves alone what has the name of a volume that no run ever gives', async () => {
    writeFileSync(join(place.source, 'a'), noise(3 * mebibyte, 1));
    await killWhen(() => volumesIn(place.staging).length > 0);
    const foreign = join(place.staging, 'seed-fs01-9999999999.BaseBlob');
    writeFileSync(foreign, 'not ours');
    const record = await backUp(place.staging, [place.source], { volumeBytes: mebibyte });
    expect(record.files).toBe(1);
    expect(volumesIn(place.staging)).toContain('seed-fs01-000001.BaseBlob');
    expect(readFileSync(foreign, 'utf8')).toBe('not ours');
  });

  it('writes damaged volumes of the earlier run anew', async () => {
    makeSource();
    await backUp(place.staging, [place.source], { volumeBytes: mebibyte });
    const path = join(place.staging, 'seed-fs01-000003.BaseBlob');
    const bytes = readFileSync(path);
    bytes[500_000] = (bytes[500_000] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await backUp(place.staging, [place.source], { volumeBytes: mebibyte });
    const restored = await restoreAll(place.staging, place.target);
    expect(restored.failed).toEqual([]);
    expect(treeDifferences(await treeSnapshot(place.source), await treeSnapshot(place.target))).toEqual([]);
  });
});

describe('a staging location that cannot be used', () => {
  const attempt = (staging: string, change = {}) => backUp(staging, [place.source], change);
  it('is refused with the reason', async () => {
    writeFileSync(join(place.source, 'a'), 'a');
    await expect(attempt(join(place.root, 'nowhere'))).rejects.toMatchObject({ code: 'staging.pathUnknown' });
    const inside = join(place.source, 'staging');
    mkdirSync(inside);
    await expect(attempt(inside)).rejects.toMatchObject({ code: 'staging.insideSource' });
    const exclusions = [{ path: inside, includeSubfolders: true, fileTypes: [] }];
    expect((await attempt(inside, { exclusions })).files).toBe(1);
    await expect(backUp(place.staging, [])).rejects.toMatchObject({ code: 'staging.noSource' });
    await expect(backUp(place.staging, [join(place.root, 'gone')])).rejects.toMatchObject({
      code: 'staging.sourceGone',
    });
    const empty = join(place.root, 'empty');
    mkdirSync(empty);
    await expect(backUp(place.staging, [empty])).rejects.toMatchObject({ code: 'staging.nothingToBackUp' });
    expect(readdirSync(place.staging)).toEqual([]);
  });

  it('by a set of another passphrase or id is left alone', async () => {
    writeFileSync(join(place.source, 'a'), 'a');
    const record = await attempt(place.staging);
    const before = readFileSync(join(place.staging, 'seed-fs01.AIBBlob'));
    const { draftFor } = await import('./testing/test-service.ts');
    const request = { draft: draftFor(place.staging, [place.source]), passphrase, jobDetails: {} };
    const other = 'f'.repeat(32) as typeof record.setId;
    await expect(service.backUp({ ...request, setId: other }, recordingControl())).rejects.toMatchObject({
      code: 'staging.nameTaken',
    });
    expect(readFileSync(join(place.staging, 'seed-fs01.AIBBlob'))).toEqual(before);
    const again = await service.backUp({ ...request, setId: record.setId }, recordingControl());
    expect(again.setId).toBe(record.setId);
  });

  it('reports what it may not read and goes on', async () => {
    writeFileSync(join(place.source, 'readable'), 'yes');
    writeFileSync(join(place.source, 'secret'), 'no');
    mkdirSync(join(place.source, 'closed'));
    writeFileSync(join(place.source, 'closed', 'inside'), 'no');
    chmodSync(join(place.source, 'secret'), 0o000);
    chmodSync(join(place.source, 'closed'), 0o000);
    for (const folder of [place.root, place.source, place.staging]) chmodSync(folder, 0o777);
    // Root may read everything; somebody else may not.
    const asRoot = process.getuid?.() === 0;
    const options = asRoot ? { uid: 65_534, gid: 65_534 } : {};
    execFileSync(process.execPath, [backUpProcess, place.staging, place.source], {
      ...options,
      stdio: 'pipe',
    });
    const report = readFileSync(join(place.staging, 'seed-fs01-report.ndjson'), 'utf8').trim().split('\n');
    expect(report.map((line) => JSON.parse(line))).toEqual([
      { code: 'folder.unreadable', path: join(place.source, 'closed'), reason: 'EACCES' },
      { code: 'file.unreadable', path: join(place.source, 'secret'), reason: 'EACCES' },
    ]);
    const control = recordingControl();
    const restored = await restoreAll(place.staging, place.target, {}, control);
    expect([restored.restoredFiles, restored.skippedCount, restored.failedCount]).toEqual([1, 0, 0]);
    expect(control.warnings).toEqual([
      { code: 'restore.notInBackup', path: '0/closed', reason: 'folder.unreadable EACCES' },
      { code: 'restore.notInBackup', path: '0/secret', reason: 'file.unreadable EACCES' },
    ]);
    expect(readdirSync(place.target)).toEqual(['readable']);
    // To the account that made the backup the trees are the same; one that may read more misses what is not there.
    const compared = execFileSync(process.execPath, [compareProcess, place.source, place.target], options);
    expect(JSON.parse(String(compared))).toMatchObject({ files: 1, differences: [] });
    if (asRoot) {
      const pairs = [{ expected: place.source, found: place.target }];
      const { differences } = await service.compare({ pairs, exclusions: [] }, recordingControl());
      expect(differences.map(({ path, code }) => [path, code])).toEqual([
        ['closed', 'missing'],
        ['secret', 'missing'],
      ]);
    }
  });
});

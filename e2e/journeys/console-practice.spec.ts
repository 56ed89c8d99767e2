import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'playwright/test';
import { practiceStages } from '../../src-main/hosts/console/practice-options.ts';
import type { PracticeReport } from '../../src-main/hosts/console/practice-report.ts';
import { makeOddTree, treeDifferences, treeSnapshot } from '../../src-main/staging/testing/tree-snapshot.ts';
import { findBytes, flipByte, middleOf } from '../fixtures/flip-byte.ts';
import { Rehearsal, runPractice } from '../fixtures/practice-run.ts';

const mebibyte = 1024 ** 2;
let folder: string;
let source: string;

test.beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'offline-backup-e2e-'));
  source = path.join(folder, 'odd source');
  await mkdir(source);
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

/** Adds data that does not compress, so that staging has the volumes that a test is about. */
async function addNoise(bytes: number): Promise<void> {
  await writeFile(path.join(source, 'incompressible.bin'), randomBytes(bytes));
}

function onlyDrive(report: PracticeReport): PracticeReport['drives'][number] {
  const [drive, ...others] = report.drives;
  if (drive === undefined || others.length > 0) throw new Error(`${report.drives.length} drives, not one`);
  return drive;
}

test('an odd tree on drives that are too small comes back identical, and the report tells everything', async () => {
  makeOddTree(source);
  // No backup holds a pipe: a tree with one comes back without it, and the rehearsal would rightly say so.
  await rm(path.join(source, 'pipe'));
  await addNoise(66 * mebibyte);
  const before = await treeSnapshot(source);
  const rehearsal = new Rehearsal(folder, ['--source', source, '--drive-size', '64MiB', '--drives', '1']);
  const { exitCode, output, report } = await rehearsal.run('recovered');
  expect(exitCode, output).toBe(0);
  expect(output).toMatch(/attaching another practice drive of 67\.1\sMB/);
  expect(output).toContain('identical to the source');

  expect(report).toMatchObject({ outcome: 'identical', reached: 'recovered', skippedFiles: 0 });
  expect(report.error).toBeUndefined();
  expect(report.phases.map(({ phase }) => phase)).toEqual([
    'staging',
    'prepareDisks',
    'import',
    'moveToVault',
    'incrementalBackup',
    'recover',
  ]);
  for (const { phase, bytes, seconds } of report.phases) {
    expect(bytes, phase).toBeGreaterThan(0);
    expect(seconds, phase).toBeGreaterThan(0);
  }
  expect(report.jobStates).toEqual(
    expect.arrayContaining(['Creating', 'Shipping', 'Received', 'Transferring', 'Packaging', 'Completed']),
  );
  expect(report.stagingBytes).toBeGreaterThan(66 * mebibyte);
  expect(report.drives.length).toBeGreaterThan(1);
  expect(new Set(report.drives.map(({ serial }) => serial)).size).toBe(report.drives.length);
  for (const drive of report.drives) {
    expect(drive.bytes).toBeGreaterThan(0);
    expect(drive.bytes).toBeLessThan(64 * mebibyte);
    expect(drive.blobs).toBe(drive.files.length);
    const manifest = await readFile(drive.manifestPath ?? '');
    expect(createHash('md5').update(manifest).digest('hex').toUpperCase()).toBe(drive.manifestMd5);
    for (const { onDisk } of drive.files) expect((await stat(onDisk ?? '')).size % 512).toBe(0);
  }
  expect(report.recovered).toMatchObject({ differences: 0, notRecovered: 0, differenceList: [] });
  expect(report.recovered?.files).toBe(report.stagedFiles);
  expect(report.recovered?.bytes).toBeGreaterThan(66 * mebibyte);
  for (const at of Object.values(report.paths)) expect((await stat(at)).isDirectory(), at).toBe(true);

  // Not only the wizard says so: a comparison that shares nothing with it, and a source that nobody touched.
  const recovered = await treeSnapshot(report.paths.recovered);
  expect(treeDifferences(before, recovered)).toEqual([]);
  expect(treeDifferences(before, await treeSnapshot(source))).toEqual([]);
});

test('stops where it is told and goes on; one flipped byte on the way ends it with the name of what is damaged', async () => {
  await addNoise(9 * mebibyte);
  const rehearsal = new Rehearsal(folder, ['--source', source, '--drive-size', '16MiB']);
  const kept = path.join(folder, 'kept');
  const keep = async (): Promise<void> => {
    await rm(kept, { recursive: true, force: true });
    await cp(rehearsal.workFolder, kept, { recursive: true, preserveTimestamps: true });
  };
  /** Paths in the records are absolute: the kept folder comes back to the same place. */
  const putBack = async (): Promise<void> => {
    await rm(rehearsal.workFolder, { recursive: true, force: true });
    await cp(kept, rehearsal.workFolder, { recursive: true, preserveTimestamps: true });
  };
  const goOn = async (until: string): Promise<PracticeReport> => {
    const { exitCode, output, errors, report } = await rehearsal.run(until);
    expect(exitCode, `${output}\n${errors}`).toBe(0);
    expect(report).toMatchObject({ outcome: 'stopped', reached: until });
    return report;
  };
  /** Runs on over the damage and expects the end of it, told in words. */
  const expectDamage = async (until: string, names: readonly string[], reached: string): Promise<void> => {
    const { exitCode, output, errors, report } = await rehearsal.run(until);
    expect(exitCode, `${output}\n${errors}`).toBe(1);
    expect(report).toMatchObject({ outcome: 'failed', reached });
    expect(errors).toContain(`The rehearsal stopped after: ${reached}`);
    for (const name of names) expect(output + errors).toContain(name);
  };

  await test.step('a byte of a volume in the staging location', async () => {
    const { paths } = await goOn('staged');
    const volume = path.join(paths.staging, 'seed-practice-000002.BaseBlob');
    const { bytes, offset } = await middleOf(volume);
    await flipByte(volume, offset);
    await expectDamage('prepared', ['seed-practice-000002.BaseBlob'], 'staged');
    await flipByte(volume, offset);
    expect((await middleOf(volume)).bytes).toEqual(bytes);
  });

  const prepared = await test.step('the same rehearsal goes on with the byte put right', () =>
    goOn('prepared'));
  await keep();

  await test.step('a byte of a volume on a drive', async () => {
    const file = onlyDrive(prepared).files.find(({ path: at }) => at.endsWith('000002.BaseBlob'));
    await flipByte(file?.onDisk ?? '', (await middleOf(file?.onDisk ?? '')).offset);
    await expectDamage('recovered', ['seed-practice-000002.BaseBlob', 'Closed'], 'shipped');
    await putBack();
  });

  await test.step('a byte of the manifest on a drive', async () => {
    const { manifestPath, serial } = onlyDrive(prepared);
    await flipByte(manifestPath ?? '', (await middleOf(manifestPath ?? '')).offset);
    await expectDamage('recovered', [`${serial} ManifestCorrupted`], 'shipped');
    await putBack();
  });

  await goOn('created');
  await goOn('shipped');
  const imported = await goOn('imported');
  await keep();

  await test.step('a byte of a blob in the practice Azure', async () => {
    const file = onlyDrive(imported).files.find(({ path: at }) => at.endsWith('000002.BaseBlob'));
    const { bytes } = await middleOf(file?.onDisk ?? '');
    const places = await findBytes(path.join(imported.paths.work, 'practice/azure/blobs/content'), bytes);
    expect(places).toHaveLength(1);
    for (const place of places) await flipByte(place.file, place.offset);
    await expectDamage('recovered', ['seed-practice-000002.BaseBlob'], 'imported');
    await putBack();
  });

  await goOn('vaulted');
  await test.step('another passphrase', async () => {
    const passphraseFile = path.join(folder, 'passphrase.txt');
    await writeFile(passphraseFile, 'a passphrase that is not the right one\n');
    const { exitCode, errors } = await rehearsal.run('recovered', ['--passphrase-file', passphraseFile]);
    expect(exitCode).toBe(1);
    expect(errors).toContain('This passphrase does not open the backup');
  });

  await test.step('the end, as if nothing had happened', async () => {
    const { exitCode, report } = await rehearsal.run('recovered');
    expect(exitCode).toBe(0);
    expect(report.outcome).toBe('identical');
    expect(treeDifferences(await treeSnapshot(source), await treeSnapshot(report.paths.recovered))).toEqual(
      [],
    );
  });
});

const missing = path.join(os.tmpdir(), 'offline-backup-e2e-not-there');
const wrongOptions: readonly (readonly [option: string, typed: readonly string[]])[] = [
  ['--drive-size', ['--drive-size', '12 parsecs']],
  ['--drives', ['--drives', '11']],
  ['--until', ['--until', 'lunch']],
  ['--source', ['--source', missing]],
  ['--passphrase-file', ['--passphrase-file', missing]],
  ['--sauce', ['--sauce', 'folder']],
];

test('a wrong option ends with 2 and names the option', async () => {
  const outcomes = await Promise.all(
    wrongOptions.map(([, typed], index) =>
      runPractice(['--workdir', path.join(folder, `${index}`), ...typed]),
    ),
  );
  for (const [index, [option]] of wrongOptions.entries()) {
    expect(outcomes[index]?.exitCode, option).toBe(2);
    expect(outcomes[index]?.errors, option).toContain(option);
  }
  expect(practiceStages.every((stage) => outcomes[2]?.errors.includes(stage))).toBe(true);
});

/**
 * @file Bundles the worker threads for the tests: a thread that starts from sources reads and strips a hundred modules, and the tests start
 * thousands of threads. Key slots that these threads write cost a passphrase nearly nothing; the program itself knows no such thing, and
 * what it writes is proven by format/keys.test.ts and by the journeys. A bundle is kept under the fingerprint of what it was made of, so
 * one test file after another starts at once.
 */
import './require-node.ts';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';
import type { TestProject } from 'vitest/node';
import { bundledWorkersVariable } from '../src-main/platform/node/worker-task.ts';

const strongCost = 'n: 131_072,';
const cheapCost = 'n: 1024,';

/** Every set of a test is encrypted under a passphrase, and most are opened: a third of a second for each, were it not for this. */
function cheapKeySlots(): Plugin {
  let changes = 0;
  return {
    name: 'cheap-key-slots',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/src-main/staging/format/keys.ts') || !code.includes(strongCost)) return undefined;
      changes += 1;
      return code.replace(strongCost, cheapCost);
    },
    buildEnd(error) {
      if (error === undefined && changes !== 1) throw new Error(`"${strongCost}" was found ${changes} times`);
    },
  };
}

const root = path.resolve(import.meta.dirname, '..');
const cacheFolder = path.join(root, 'node_modules/.cache/test-workers');
const keptMilliseconds = 24 * 3_600_000;

async function sourcesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /(?<!\.test)\.ts$/.test(entry.name))
    .map(({ parentPath, name }) => path.join(parentPath, name));
}

/** Of everything that may be in a bundle: sources, packages and the way it is made. */
async function fingerprint(): Promise<string> {
  const files = [
    ...(await sourcesIn('src-main')),
    ...(await sourcesIn('src-shared')),
    ...[
      'package-lock.json',
      'dist-kernels/kernels.wasm',
      'scripts/build.ts',
      'scripts/ensure-test-workers.ts',
    ].map((name) => path.join(root, name)),
  ].sort();
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex').slice(0, 32);
}

/** Runs of other sources, which may still be under way, keep theirs for a day. */
async function removeOld(): Promise<void> {
  for (const name of await readdir(cacheFolder)) {
    const folder = path.join(cacheFolder, name);
    const { mtimeMs } = await stat(folder);
    if (Date.now() - mtimeMs > keptMilliseconds) await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Makes sure that the bundled worker threads are there and made of the present sources. Safe when several processes do it at once.
 * @returns absolute path of their folder
 * @throws Error when they do not build
 */
export async function ensureTestWorkers(): Promise<string> {
  const folder = path.join(cacheFolder, await fingerprint());
  if (existsSync(folder)) {
    await utimes(folder, new Date(), new Date());
    return folder;
  }
  await mkdir(cacheFolder, { recursive: true });
  await removeOld();
  // Open to every account: some tests start the program as another one.
  const unfinished = path.join(cacheFolder, `unfinished-${randomUUID()}`);
  await mkdir(unfinished);
  // Loading the bundler takes longer than all the rest when there is nothing to do.
  const { buildWorkers } = await import('./build.ts');
  await buildWorkers(unfinished, [cheapKeySlots()]);
  try {
    await rename(unfinished, folder);
  } catch (error) {
    // Somebody else was faster, with the same bytes.
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** What vitest calls before all tests. While it watches, sources change under the tests, so they run as they are. */
export async function setup({ config }: TestProject): Promise<void> {
  if (!config.watch) process.env[bundledWorkersVariable] = await ensureTestWorkers();
}

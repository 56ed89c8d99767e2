/**
 * @file Compiles the kernels (src-main/kernels/assembly, in AssemblyScript) into `dist-kernels` when the result is missing or was made of
 * other sources. Run by `npm ci`, by the tests and by the build; nobody commits a binary.
 */
import './require-node.ts';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import compilerPackage from 'assemblyscript/package.json' with { type: 'json' };
import { writeFileAtomically } from '../src-main/platform/node/atomic-file.ts';

const root = path.resolve(import.meta.dirname, '..');
const sourceFolder = path.join(root, 'src-main/kernels/assembly');
/** What the sources load, and what the build copies. */
export const kernelsFile = path.join(root, 'dist-kernels/kernels.wasm');

/**
 * Without Binaryen's optimizer: V8 optimizes when it compiles, and Binaryen would first sort the two groups of eight-lane MD5 one behind
 * the other, which costs a third of its speed.
 */
const compilerOptions = [
  ...['--optimizeLevel', '0', '--noAssert', '--runtime', 'stub', '--use', 'abort=', '--enable', 'simd'],
  ...['--importMemory', '--initialMemory', '1'],
];

type Sources = ReadonlyMap<string, string>;

async function readSources(): Promise<Sources> {
  const names = (await readdir(sourceFolder)).filter((name) => name.endsWith('.ts')).sort();
  return new Map(
    await Promise.all(
      names.map(
        async (name) => [name, await readFile(path.join(sourceFolder, name), 'utf8')] as [string, string],
      ),
    ),
  );
}

/** What the result depends on. */
function fingerprint(sources: Sources): string {
  const content = JSON.stringify([compilerPackage.version, compilerOptions, [...sources]]);
  return createHash('sha256').update(content).digest('hex');
}

const stampSection = 'made-of';

/** A custom section, which every reader of WebAssembly passes over; name and content are shorter than 64 bytes each. */
function stamped(program: Uint8Array, stamp: string): Buffer {
  const name = Buffer.from(stampSection);
  const content = Buffer.from(stamp, 'hex');
  const length = 1 + name.length + content.length;
  return Buffer.concat([program, Buffer.from([0, length, name.length]), name, content]);
}

async function isCurrent(file: string, stamp: string): Promise<boolean> {
  try {
    const program = new WebAssembly.Module(await readFile(file));
    const [found] = WebAssembly.Module.customSections(program, stampSection);
    return found !== undefined && Buffer.from(found).toString('hex') === stamp;
  } catch {
    // Missing, or no program: it is made anew.
    return false;
  }
}

async function compileSources(sources: Sources): Promise<Uint8Array> {
  // Loading the compiler takes longer than all the rest when there is nothing to do.
  const { main: compile } = await import('assemblyscript/asc');
  let program: Uint8Array | undefined;
  const { error, stderr } = await compile(['index.ts', '--outFile', 'kernels.wasm', ...compilerOptions], {
    // The compiler adds `.ts` to imports, which carry it here as everywhere else.
    readFile: (name) => sources.get(name.replace(/\.ts\.ts$/, '.ts')) ?? null,
    writeFile: (_name, content) => {
      program = Buffer.from(content);
    },
    listFiles: () => [],
  });
  if (error !== null || program === undefined) {
    throw new Error(`The kernels do not compile:\n${stderr.toString()}`, { cause: error });
  }
  return program;
}

/**
 * Makes sure that the compiled kernels are there and made of the present sources. Safe when several processes do it at once: each
 * replaces the file as a whole, with the same bytes.
 * @returns absolute path of `kernels.wasm`
 * @throws Error with the compiler's messages
 */
export async function ensureKernels(file = kernelsFile): Promise<string> {
  const sources = await readSources();
  const stamp = fingerprint(sources);
  if (await isCurrent(file, stamp)) return file;
  const program = stamped(await compileSources(sources), stamp);
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeFileAtomically(file, program, 0o644);
  } catch (error) {
    // Windows does not replace a file that another process is just reading; that process may have brought the same.
    if (!(await isCurrent(file, stamp))) throw error;
  }
  return file;
}

/** What vitest calls before all tests. */
export async function setup(): Promise<void> {
  await ensureKernels();
}

if (import.meta.main) await ensureKernels();

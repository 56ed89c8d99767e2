/** @file Runs the reader in Python (`soak/reader`), which was written from the page on the format alone. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { installPackage } from '../../bench/peers/debian.ts';
import { findProgram } from '../../bench/process/find-program.ts';

const readerFolder = path.resolve(import.meta.dirname, '../reader');
/** `-B`: leaves no compiled files in the source tree. */
const flags = ['-B'];
const mostOutputBytes = 64 * 1024 * 1024;

const namedSchema = z.strictObject({ path: z.string(), kind: z.string(), reason: z.string() });
const answerSchema = z.strictObject({
  error: z.string().nullable(),
  roots: z.array(z.strictObject({ path: z.string(), kind: z.string(), folder: z.string() })),
  damage: z.array(z.string()),
  failures: z.array(namedSchema),
  /** What the system of the reader does not know, such as streams. */
  notes: z.array(namedSchema),
});

/** What the reader said, and how it ended: 0 all is well, 1 something is named, 2 nothing could be restored. */
export type ReaderAnswer = z.infer<typeof answerSchema> & { readonly exitCode: number };

interface Ended {
  readonly exitCode: number;
  readonly output: string;
  readonly trouble: string;
}

async function runPython(python: string, programArguments: readonly string[]): Promise<Ended> {
  const options = { maxBuffer: mostOutputBytes };
  try {
    const { stdout, stderr } = await promisify(execFile)(python, [...flags, ...programArguments], options);
    return { exitCode: 0, output: stdout, trouble: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw error;
    return { exitCode: code, output: stdout ?? '', trouble: stderr ?? '' };
  }
}

const checkVectors = (python: string): Promise<Ended> =>
  runPython(python, [path.join(readerFolder, 'vectors.py')]);

/**
 * Finds Python with what the reader needs, installs it where we may, and holds the reader against the test vectors of the page.
 * @returns absolute path of the program, or what is missing
 */
export async function ensureReader(): Promise<{ readonly python: string } | { readonly missing: string }> {
  try {
    if (findProgram('python3') === undefined) await installPackage('python3');
    const python = findProgram('python3');
    if (python === undefined) return { missing: 'python3' };
    let vectors = await checkVectors(python);
    if (/ModuleNotFoundError|Zstandard is missing/.test(vectors.trouble)) {
      for (const name of ['python3-cryptography', 'python3-zstandard']) await installPackage(name);
      vectors = await checkVectors(python);
    }
    return vectors.exitCode === 0 ? { python } : { missing: vectors.trouble.trim() };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

export interface ReaderRequest {
  readonly staging: string;
  /** Must not be there. */
  readonly target: string;
  readonly passphrase: string;
  /** Gets the passphrase in a file. */
  readonly workFolder: string;
  /** `recoveryPointId`; the newest when left out. */
  readonly point?: string;
  readonly volumeFolders?: readonly string[];
}

/** @throws Error when the reader crashes, with what it wrote */
export async function runReader(python: string, request: ReaderRequest): Promise<ReaderAnswer> {
  const { staging, target, passphrase, workFolder, point, volumeFolders = [] } = request;
  const passphraseFile = path.join(workFolder, 'passphrase');
  writeFileSync(passphraseFile, `${passphrase}\n`, { mode: 0o600 });
  const { exitCode, output, trouble } = await runPython(python, [
    path.join(readerFolder, 'restore.py'),
    '--passphrase-file',
    passphraseFile,
    ...(point === undefined ? [] : ['--point', point]),
    ...volumeFolders.flatMap((folder) => ['--volumes', folder]),
    staging,
    target,
  ]);
  if (trouble !== '') throw new Error(`the reader crashed: ${trouble.slice(-2000)}`);
  return { exitCode, ...answerSchema.parse(JSON.parse(output)) };
}

/** @file Corpus a: source trees and packages as they lie on real disks; invented ones with the same sizes where those cannot be had. */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findProgram, requireProgram } from '../process/find-program.ts';
import { type Command, runPipeline } from '../process/pipeline.ts';
import type { CorpusScale } from './corpus.ts';
import { inventTree } from './invented-tree.ts';
import { filesBelow } from './walk.ts';

const kernelPackage = 'linux-source-6.1';
const compilerPackage = 'gcc-12-source';

/** Exact versions, so that the tree is the same wherever it is built. */
const npmPackages = [
  'typescript@5.5.4',
  'webpack@5.93.0',
  'next@14.2.5',
  'lodash@4.17.21',
  'date-fns@3.6.0',
  'core-js@3.37.1',
  'rxjs@7.8.1',
  '@mui/material@5.16.4',
  '@mui/icons-material@5.16.4',
  '@aws-sdk/client-s3@3.614.0',
  'three@0.166.1',
  'eslint@8.57.0',
  '@babel/core@7.24.9',
  '@babel/preset-env@7.24.8',
  'react@18.3.1',
  'react-dom@18.3.1',
];

/** The downloaded package, kept for the next build. */
async function download(name: string, folder: string): Promise<string> {
  const find = (): string | undefined => readdirSync(folder).find((file) => file.startsWith(`${name}_`));
  if (find() === undefined) {
    const apt = requireProgram('apt-get');
    const fetch = (): Promise<string> =>
      runPipeline({ program: apt, arguments: ['download', '-qq', name], workingFolder: folder });
    await fetch().catch(async () => {
      // The lists of packages may never have been read on this machine.
      await runPipeline({ program: apt, arguments: ['update', '-qq'] });
      await fetch();
    });
  }
  const file = find();
  if (file === undefined) throw new Error(`${name} did not arrive.`);
  return path.join(folder, file);
}

/** Unpacks the archive inside a source package into a folder. @param members only these of the tree; undefined: all */
async function unpackSource(
  packageFile: string,
  target: string,
  members: readonly string[] | undefined,
): Promise<void> {
  const unpacked = `${target}.package`;
  mkdirSync(path.dirname(target), { recursive: true });
  await runPipeline({ program: requireProgram('dpkg-deb'), arguments: ['-x', packageFile, unpacked] });
  const archive = filesBelow(unpacked).find((file) => /\.tar\.(xz|gz|bz2)$/.test(file));
  if (archive === undefined) throw new Error(`${path.basename(packageFile)} holds no archive.`);
  const top = path.basename(archive).replace(/\.tar\.\w+$/, '');
  mkdirSync(target, { recursive: true });
  await runPipeline({
    program: requireProgram('tar'),
    arguments: [
      ...['-xf', archive, '-C', target, '--no-same-owner'],
      ...(members ?? []).map((member) => `${top}/${member}`),
    ],
  });
  rmSync(unpacked, { recursive: true, force: true });
}

/** npm as it was called for this run, or the one on the PATH. */
function npmCommand(programArguments: readonly string[], workingFolder: string): Command {
  const script = process.env.npm_execpath;
  const common = { workingFolder };
  return script?.endsWith('.js') === true
    ? { ...common, program: process.execPath, arguments: [script, ...programArguments] }
    : { ...common, program: findProgram('npm') ?? requireProgram('npm'), arguments: programArguments };
}

async function installPackages(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock', '--loglevel=error'];
  // Without a network it says so soon.
  const patience = ['--fetch-retries=1', '--fetch-timeout=60000'];
  await runPipeline(npmCommand(['install', ...quiet, ...patience, ...npmPackages], folder));
}

async function buildReal(folder: string, downloads: string, scale: CorpusScale): Promise<string> {
  mkdirSync(downloads, { recursive: true });
  const kernel = await download(kernelPackage, downloads);
  await unpackSource(kernel, path.join(folder, 'linux'), scale.kernelFolders);
  if (scale.kernelFolders !== undefined) {
    return `${path.basename(kernel)}, folders ${scale.kernelFolders.join(' ')}`;
  }
  const compiler = await download(compilerPackage, downloads);
  const target = path.join(folder, 'gcc');
  await unpackSource(compiler, target, undefined);
  for (const version of readdirSync(target)) {
    rmSync(path.join(target, version, 'gcc', 'testsuite'), { recursive: true, force: true });
  }
  await installPackages(path.join(folder, 'npm'));
  return `${path.basename(kernel)}, ${path.basename(compiler)} without its tests, ${npmPackages.length} npm packages`;
}

/**
 * @param folder is made; `linux` in it is what corpus b takes its text from
 * @param say gets why data had to be invented
 * @returns where the content is from
 */
export async function buildSmallFiles(
  folder: string,
  downloads: string,
  scale: CorpusScale,
  say: (line: string) => void,
): Promise<string> {
  try {
    return await buildReal(folder, downloads, scale);
  } catch (error) {
    say(`The sources of corpus a cannot be had (${error instanceof Error ? error.message : String(error)})`);
    rmSync(folder, { recursive: true, force: true });
    const invented = `${folder}.invented`;
    rmSync(invented, { recursive: true, force: true });
    inventTree(path.join(invented, 'linux'), scale.inventedFiles);
    renameSync(invented, folder);
    return 'INVENTED from a seed with the sizes of real trees, since the Debian or npm packages could not be had: ratios of sizes say little. Delete the corpora in the work folder to try again';
  }
}

/** @file Gets programs from Debian: installed where we may, or from a newer release unpacked into a folder without touching the system. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { requireProgram } from '../process/find-program.ts';
import { runPipeline } from '../process/pipeline.ts';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Installs a package of this machine's own release. @throws Error that says why it cannot */
export async function installPackage(name: string): Promise<void> {
  const program = requireProgram('apt-get');
  if (process.getuid?.() !== 0) throw new Error(`only root may install ${name}`);
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  await runPipeline({ program, arguments: ['update', '-qq'], environment });
  await runPipeline({
    program,
    arguments: ['install', '-y', '-qq', '--no-install-recommends', name],
    environment,
  });
}

/** The mirror that this machine is set up for, as its package manager tells. */
async function configuredMirror(program: string): Promise<string> {
  const lines = await runPipeline({
    program,
    arguments: ['indextargets', '--format', '$(COMPONENT) $(REPO_URI)', 'Created-By: Packages'],
  });
  const mirror = /^main (\S+\/debian)\/?$/m.exec(lines)?.[1];
  if (mirror === undefined) throw new Error('this machine names no Debian mirror');
  return mirror;
}

/**
 * Downloads a package of another release with its signatures checked, and unpacks it. The package manager works on lists and caches
 * inside `folder`, so the system's sources stay as they are.
 * @returns folder that stands for `/`
 * @throws Error that says why it cannot
 */
export async function unpackFromRelease(release: string, name: string, folder: string): Promise<string> {
  const root = path.join(folder, 'root');
  if (existsSync(root)) return root;
  const program = requireProgram('apt-get');
  if (!existsSync(keyring)) throw new Error('the keys of the Debian archive are not here');
  const mirror = await configuredMirror(program);
  for (const part of ['lists/partial', 'cache/archives/partial']) {
    mkdirSync(path.join(folder, part), { recursive: true });
  }
  const sources = path.join(folder, 'release.sources');
  writeFileSync(
    sources,
    `Types: deb\nURIs: ${mirror}\nSuites: ${release}\nComponents: main\nSigned-By: ${keyring}\n`,
  );
  const own = [
    `Dir::Etc::SourceList=${sources}`,
    'Dir::Etc::SourceParts=-',
    `Dir::State::Lists=${path.join(folder, 'lists')}`,
    `Dir::Cache=${path.join(folder, 'cache')}`,
  ].flatMap((option) => ['-o', option]);
  const call = (...programArguments: readonly string[]): Promise<string> =>
    runPipeline({ program, arguments: [...own, ...programArguments], workingFolder: folder });
  await call('update', '-qq');
  await call('download', '-qq', name);
  const file = readdirSync(folder).find((entry) => entry.startsWith(`${name}_`));
  if (file === undefined) throw new Error(`${name} did not arrive`);
  const partial = `${root}.partial`;
  rmSync(partial, { recursive: true, force: true });
  await runPipeline({
    program: requireProgram('dpkg-deb'),
    arguments: ['-x', path.join(folder, file), partial],
  });
  renameSync(partial, root);
  for (const part of ['lists', 'cache']) rmSync(path.join(folder, part), { recursive: true, force: true });
  return root;
}

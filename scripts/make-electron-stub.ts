/**
 * @file Makes a stand-in for Electron's folder, so that the package layout (fuses, archive content, version strings) can be checked where the
 * real binary cannot be fetched. What is packed around it does not start and is never published.
 */
import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

/** The packer wants exactly one language in the version resource. */
const englishUnitedStates = 1033;

/** Sentinel, version 1, nine fuses, all at Electron's default of on or off as a real binary carries them before packing. */
const fuseWire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('1'.repeat(9)),
]);

async function writeWindowsProgram(file: string): Promise<void> {
  const program = NtExecutable.createEmpty();
  const resources = NtExecutableResource.from(program);
  const version = Resource.VersionInfo.createEmpty();
  version.setFileVersion(1, 0, 0, 0, englishUnitedStates);
  version.setStringValues({ lang: englishUnitedStates, codepage: 1200 }, { ProductName: 'layout check' });
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(program);
  await writeFile(file, Buffer.from(program.generate()));
  await appendFile(file, fuseWire);
}

/** @param folder is emptied and filled; `platform` says whose layout */
export async function makeElectronStub(folder: string, platform: 'win32' | 'linux'): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, 'locales'), { recursive: true });
  await mkdir(path.join(folder, 'resources'), { recursive: true });
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak']) {
    await writeFile(path.join(folder, name), 'layout check');
  }
  await writeFile(path.join(folder, 'version'), '45.4.1');
  if (platform === 'win32') await writeWindowsProgram(path.join(folder, 'electron.exe'));
  else await writeFile(path.join(folder, 'electron'), fuseWire, { mode: 0o755 });
}

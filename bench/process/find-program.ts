import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Where administrators' programs are, which the PATH of others may lack. */
const systemFolders = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/bin'];

/** Absolute path of a program, looked for in PATH and the system's folders. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(':').filter(path.isAbsolute), ...systemFolders];
  return folders
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** @throws Error that names the program */
export function requireProgram(name: string): string {
  const found = findProgram(name);
  if (found === undefined) throw new Error(`${name} is not on this machine.`);
  return found;
}

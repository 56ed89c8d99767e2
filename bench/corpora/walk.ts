import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** Files below a folder in the order of their names, links neither followed nor listed (Node's recursive listing follows them). */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((first, second) => (first.name < second.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(file) : entry.isFile() ? [file] : [];
    });
}

/** Files and bytes below a folder; links do not count. */
export function treeSize(folder: string): { readonly files: number; readonly bytes: number } {
  const files = filesBelow(folder);
  return { files: files.length, bytes: files.reduce((sum, file) => sum + statSync(file).size, 0) };
}

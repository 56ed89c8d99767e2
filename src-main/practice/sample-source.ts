/** @file A small tree with everything that makes trees hard, for a first rehearsal without files of one's own. */
import { mkdir, open, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

const sparseBytes = 64 * 1024 * 1024;

const texts: readonly (readonly [string, string])[] = [
  ['read me.txt', 'Sample files of the Offline Backup Wizard. Safe to delete.\n'],
  ['documents/Übersicht März.txt', 'Zahlen für das erste Quartal\n'.repeat(400)],
  ['documents/översikt 📦.txt', 'Packlista\n'.repeat(300)],
  ['documents/empty.txt', ''],
  ['photos/2026/harbour.raw', 'harbour '.repeat(200_000)],
];

async function writeSparse(file: string): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.write('disk image header', 0);
    await handle.truncate(sparseBytes);
    await handle.write('disk image footer', sparseBytes - 17);
  } finally {
    await handle.close();
  }
}

/** 300 characters and more in one path, in folder names that every file system takes. */
function longFolder(root: string): string {
  return path.join(
    root,
    ...Array.from({ length: 6 }, (_, index) =>
      `a folder with a long name, level ${index + 1} of six `.trim().padEnd(52, '.').replace(/\.+$/, ''),
    ),
  );
}

/** Random but repeatable bytes would compress; these do not matter for size, only for being binary. */
function pseudoRandomBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 0x9e3779b9;
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

/** Fills a folder with the sample; existing files of the same names are replaced. */
export async function writeSampleSource(root: string): Promise<void> {
  for (const [name, text] of texts) {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    await utimes(file, new Date('2026-03-01T08:00:00Z'), new Date('2026-03-01T08:00:00.123Z'));
  }
  await mkdir(path.join(root, 'empty folder'), { recursive: true });
  await writeFile(path.join(root, 'database.bin'), pseudoRandomBytes(6 * 1024 * 1024));
  await writeSparse(path.join(root, 'disk.img'));
  const deep = longFolder(root);
  await mkdir(deep, { recursive: true });
  await writeFile(path.join(deep, 'deep file.txt'), 'down here\n');
  // Windows lets only some accounts make links; the sample is as good without.
  await symlink('documents', path.join(root, 'link to documents')).catch(() => undefined);
}

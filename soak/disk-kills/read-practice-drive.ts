/**
 * @file Opens a locked practice drive by docs/practice.md alone: none of the product's own reading is used, so that a fault in it cannot
 * hide itself.
 */
import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface DriveFile {
  readonly serial: string;
  readonly lockState: string;
  readonly lock?: { readonly iterations: number; readonly salt: string; readonly verifier: string };
}

interface SealedNames {
  readonly nonce: string;
  readonly tag: string;
  readonly ciphertext: string;
}

const readJson = <Value>(file: string): Value => JSON.parse(readFileSync(file, 'utf8')) as Value;

/** Absolute path of every file of the volume, by its path in the volume. @throws Error that says what is not as the page says */
export function openPracticeDrive(driveFolder: string, password: string): ReadonlyMap<string, string> {
  const drive = readJson<DriveFile>(path.join(driveFolder, 'drive.json'));
  if (drive.lockState !== 'locked') throw new Error(`is ${drive.lockState}`);
  if (drive.lock === undefined) throw new Error('has no lock');
  const { salt, iterations, verifier } = drive.lock;
  const derived = pbkdf2Sync(password, Buffer.from(salt, 'hex'), iterations, 64, 'sha256');
  if (derived.subarray(0, 32).toString('hex') !== verifier) throw new Error('does not open with its key');
  const sealed = readJson<SealedNames>(path.join(driveFolder, 'names.sealed.json'));
  const decipher = createDecipheriv('aes-256-gcm', derived.subarray(32), Buffer.from(sealed.nonce, 'hex'));
  decipher.setAAD(Buffer.from(`practice drive names v1 ${drive.serial}`, 'ascii'));
  decipher.setAuthTag(Buffer.from(sealed.tag, 'hex'));
  const text = Buffer.concat([
    decipher.update(Buffer.from(sealed.ciphertext, 'base64')),
    decipher.final(),
  ]).toString('utf8');
  const { files } = JSON.parse(text) as { readonly files: Readonly<Record<string, string>> };
  const folder = path.join(driveFolder, 'sealed');
  const found = new Set(readdirSync(folder));
  const byPath = new Map<string, string>();
  for (const [random, name] of Object.entries(files)) {
    if (!found.delete(random)) throw new Error(`has lost ${name}`);
    byPath.set(name, path.join(folder, random));
  }
  if (found.size > 0) throw new Error(`holds ${found.size} files that its map does not name`);
  return byPath;
}

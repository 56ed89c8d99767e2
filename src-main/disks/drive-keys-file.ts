/** @file Main process: keys of finished drives on their way to a computer that creates the import job, sealed with a passphrase. */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { brokenPassphraseRule } from '../../src-shared/domain/passphrase.ts';
import { isRecoveryPassword } from '../../src-shared/domain/recovery-password.ts';
import { lineSchema, md5UpperHexSchema } from '../../src-shared/domain/scalars.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { writeFileAtomically } from '../platform/node/atomic-file.ts';
import { systemErrorCode } from '../platform/node/unexpected-error.ts';

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scrypt,
);
/** 64 MiB of memory for each guess. */
const cost = { N: 65_536, r: 8, p: 1, maxmem: 128 * 1024 * 1024 } as const;
const largestFileBytes = 1024 * 1024;

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);
const openPartSchema = z.strictObject({
  format: z.literal('offline-backup-drive-keys'),
  version: z.literal(1),
  setId: lineSchema,
  importJobName: lineSchema,
  /** Drives and the hashes of their manifests, as the import job will name them. */
  drives: z
    .array(z.strictObject({ driveId: lineSchema, manifestFile: lineSchema, manifestHash: md5UpperHexSchema }))
    .min(1)
    .max(10),
});
const keysFileSchema = z.strictObject({
  ...openPartSchema.shape,
  /** scrypt (N 65536, r 8, p 1), then AES-256-GCM over the JSON of drive id to key; the rest of the file is authenticated with it. */
  sealed: z.strictObject({ salt: base64, nonce: base64, tag: base64, data: base64 }),
});
type OpenPart = z.infer<typeof openPartSchema>;
const keysSchema = z.record(lineSchema, z.string().refine(isRecoveryPassword));

/** What the file says, without its format. */
export type DriveKeysContent = Omit<OpenPart, 'format' | 'version'> & {
  /** Drive id to recovery password. Secret. */
  readonly keys: Readonly<Record<string, string>>;
};

const authenticated = (part: OpenPart): Buffer => Buffer.from(JSON.stringify(openPartSchema.parse(part)));

const invalid = (path: string, cause?: unknown): AppError =>
  new AppError({
    kind: 'user',
    code: 'disk.keyFileInvalid',
    params: { path },
    field: 'path',
    retry: 'choose-again',
    cause,
  });

function requirePassphrase(passphrase: string): void {
  if (brokenPassphraseRule(passphrase) === undefined) return;
  throw new AppError({ kind: 'user', code: 'staging.passphraseTooShort', field: 'passphrase' });
}

const keyOf = (passphrase: string, salt: Buffer): Promise<Buffer> =>
  derive(passphrase.normalize('NFC'), salt, 32, cost);

/**
 * Writes `<import job>.drive-keys.json` into a folder.
 * @returns its path
 * @throws AppError `staging.passphraseTooShort`, `folder.notFound`, `folder.notWritable`
 */
export async function writeDriveKeys(
  content: DriveKeysContent,
  folder: string,
  passphrase: string,
): Promise<string> {
  requirePassphrase(passphrase);
  const { keys, ...told } = content;
  const open: OpenPart = { format: 'offline-backup-drive-keys', version: 1, ...told };
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt), nonce);
  cipher.setAAD(authenticated(open));
  const data = Buffer.concat([cipher.update(JSON.stringify(keys)), cipher.final()]).toString('base64');
  const sealed = {
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data,
  };
  const name = content.importJobName.replace(/[^A-Za-z0-9-]/g, '') || 'job';
  const path = join(folder, `${name}.drive-keys.json`);
  try {
    if (!isAbsolute(folder)) throw Object.assign(new Error('Not an absolute path'), { code: 'ENOENT' });
    await writeFileAtomically(path, `${JSON.stringify({ ...open, sealed }, null, 2)}\n`, 0o600);
  } catch (cause) {
    const reason = systemErrorCode(cause) ?? 'unknown';
    throw new AppError({
      kind: 'environment',
      code: reason === 'ENOENT' || reason === 'ENOTDIR' ? 'folder.notFound' : 'folder.notWritable',
      params: { path: folder, reason },
      field: 'folder',
      retry: 'choose-again',
      cause,
    });
  }
  return path;
}

async function readSealed(path: string): Promise<z.infer<typeof keysFileSchema>> {
  try {
    if (!isAbsolute(path) || (await stat(path)).size > largestFileBytes) throw invalid(path);
    return keysFileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw cause instanceof AppError ? cause : invalid(path, cause);
  }
}

/** @throws AppError `disk.keyFileInvalid`, `disk.keyFilePassphraseWrong`, also when the file was changed */
export async function readDriveKeys(path: string, passphrase: string): Promise<DriveKeysContent> {
  const { sealed, ...open } = await readSealed(path);
  const [salt, nonce, tag, data] = [sealed.salt, sealed.nonce, sealed.tag, sealed.data].map((text) =>
    Buffer.from(text, 'base64'),
  ) as [Buffer, Buffer, Buffer, Buffer];
  if (nonce.length !== 12 || tag.length !== 16) throw invalid(path);
  const decipher = createDecipheriv('aes-256-gcm', await keyOf(passphrase, salt), nonce);
  decipher.setAAD(authenticated(open)).setAuthTag(tag);
  let text: string;
  try {
    text = Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8');
  } catch (cause) {
    // Which of the two it was, nobody can tell: the passphrase is part of what is checked.
    throw new AppError({
      kind: 'user',
      code: 'disk.keyFilePassphraseWrong',
      field: 'passphrase',
      retry: 'choose-again',
      cause,
    });
  }
  const keys = keysSchema.parse(JSON.parse(text));
  const { format: _format, version: _version, ...told } = open;
  return { ...told, keys };
}

/** @file Between the bytes of names and what Node's file calls take. */
import { readdirSync } from 'node:fs';
import { type ByteText, bytesToText, textToBytes } from '../format/byte-text.ts';

const isWindows = process.platform === 'win32';

/** Path as file calls take it: text where that is lossless, else bytes. */
export type NativePath = string | Buffer;

/** Absolute path of this system as bytes with `/` between its parts (also on Windows). */
export function bytesFromNative(path: string): ByteText {
  return textToBytes(isWindows ? path.replaceAll('\\', '/') : path);
}

/** Inverse of `bytesFromNative`, for any name that this system can have. */
export function nativeFromBytes(path: ByteText): NativePath {
  const text = bytesToText(path);
  if (isWindows) return (text ?? Buffer.from(path, 'latin1').toString('utf8')).replaceAll('/', '\\');
  return text ?? Buffer.from(path, 'latin1');
}

/** Folder and name with one `/` between. */
export function joinBytes(folder: ByteText, name: ByteText): ByteText {
  if (folder === '') return name;
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

/** Names in a folder, losslessly, in catalog order. @throws the system's error */
export function listNames(folder: NativePath): ByteText[] {
  const names = isWindows
    ? readdirSync(folder).map(textToBytes)
    : readdirSync(folder, { encoding: 'latin1' });
  return names.sort((left, right) => (left < right ? -1 : 1));
}

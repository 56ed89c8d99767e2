import type { ByteText } from '../format/byte-text.ts';

/** True when `path` is `folder` or below it; '' is the root. */
export function isInside(path: ByteText, folder: ByteText): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** Name of `path` when it lies right in `folder`, else undefined. */
export function nameIn(path: ByteText, folder: ByteText): ByteText | undefined {
  if (!isInside(path, folder) || path === folder) return undefined;
  const name = folder === '' ? path : path.slice(folder.length + 1);
  return name.includes('/') ? undefined : name;
}

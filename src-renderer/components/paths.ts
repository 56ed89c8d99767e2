/** Paths as the main process writes them: `C:\data`, `\\server\share`, `/data`. No Node here, so the rules are spelled out. */

/** True for paths with backslashes. */
export function isWindowsPath(path: string): boolean {
  return /^[A-Za-z]:|^\\\\/.test(path);
}

/** True for a path from a root on: a drive, a share, or `/`. */
export function isFullPath(path: string): boolean {
  return /^([A-Za-z]:[\\/]|\\\\[^\\]|\/)/.test(path);
}

function trimmed(path: string): string {
  const short = path.replace(/[\\/]+$/, '');
  return short === '' ? path.slice(0, 1) : short;
}

/** Folder above, or `undefined` at a root (`C:\`, `\\server\share`, `/`). */
export function parentPath(path: string): string | undefined {
  const short = trimmed(path);
  if (/^[A-Za-z]:$/.test(short) || short === '/' || /^\\\\[^\\]+(\\[^\\]+)?$/.test(short)) return undefined;
  const cut = Math.max(short.lastIndexOf('\\'), short.lastIndexOf('/'));
  if (cut < 0) return undefined;
  const parent = short.slice(0, cut);
  if (parent === '') return '/';
  return /^[A-Za-z]:$/.test(parent) ? `${parent}\\` : parent;
}

/** True when `path` is `ancestor` or lies below it. Windows paths compare without case. */
export function isAtOrBelow(path: string, ancestor: string): boolean {
  const fold = (text: string) => (isWindowsPath(ancestor) ? trimmed(text).toLowerCase() : trimmed(text));
  const inner = fold(path);
  const outer = fold(ancestor);
  if (inner === outer) return true;
  const separator = isWindowsPath(ancestor) ? '\\' : '/';
  return inner.startsWith(outer.endsWith(separator) ? outer : outer + separator);
}

/** Last part of a path; the whole path for a root. */
export function baseName(path: string): string {
  if (parentPath(path) === undefined) return path;
  const short = trimmed(path);
  return short.slice(Math.max(short.lastIndexOf('\\'), short.lastIndexOf('/')) + 1);
}

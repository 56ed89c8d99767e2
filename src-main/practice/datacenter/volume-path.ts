/** Longest path of an NTFS volume, in UTF-16 units. */
const longestPath = 32_767;

/** Turns a path of manifest or import job (`\seed-001\a.BaseBlob`) into one below the volume with `/` between the parts. */
export function volumePathOf(path: string): string | 'invalid' | 'tooLong' {
  if (path.length > longestPath) return 'tooLong';
  const parts = (path.startsWith('\\') ? path.slice(1) : path).split('\\');
  const isInvalid = (part: string): boolean => {
    const hasControl = [...part].some((character) => character < ' ');
    return part === '' || part === '.' || part === '..' || hasControl || /[/:*?"<>|]/.test(part);
  };
  return parts.some(isInvalid) ? 'invalid' : parts.join('/');
}

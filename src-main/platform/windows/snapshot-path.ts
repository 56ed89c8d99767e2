import type { VolumeSnapshot } from '../ports/source-snapshot.ts';

/** Leaves off `\\?\`, which the snapshot's own path brings along, and takes `/` for what it means on Windows. */
function plain(path: string): string {
  const slashed = path.replaceAll('/', '\\');
  return /^\\\\\?\\[A-Za-z]:/.test(slashed) ? slashed.slice(4) : slashed;
}

const withEnd = (path: string): string => (path.endsWith('\\') ? path : `${path}\\`);

/**
 * Root of the volume that a path lies on, as far as the path alone tells: `C:\data\x` gives `C:\`.
 * @returns undefined for network shares and relative paths, of which no snapshot can be made
 */
export function volumeRootOf(path: string): string | undefined {
  const match = /^([A-Za-z]):(\\|$)/.exec(plain(path));
  return match?.[1] === undefined ? undefined : `${match[1].toUpperCase()}:\\`;
}

/**
 * Where a file of a volume is found in the snapshot of it: `C:\data\x` becomes
 * `\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy7\data\x`. With snapshots of nested volumes (a volume mounted in a folder), the innermost counts.
 * @returns undefined when no snapshot covers the path
 */
export function pathInSnapshot(path: string, snapshots: readonly VolumeSnapshot[]): string | undefined {
  const wanted = plain(path);
  const key = withEnd(wanted).toLowerCase();
  const covering = snapshots
    .map((snapshot) => ({ snapshot, root: withEnd(plain(snapshot.volume)) }))
    .filter(({ root }) => key.startsWith(root.toLowerCase()))
    .sort((one, other) => other.root.length - one.root.length)[0];
  if (covering === undefined) return undefined;
  const rest = wanted.slice(covering.root.length);
  return `${covering.snapshot.devicePath}\\${rest}`;
}

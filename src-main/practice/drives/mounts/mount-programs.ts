import { access, constants } from 'node:fs/promises';

/** Absolute paths. */
export interface MountPrograms {
  readonly mount: string;
  readonly umount: string;
  /** Of Debian's package ntfs-3g, as the next one; empty where only memory is mounted. */
  readonly ntfs3g: string;
  readonly mkntfs: string;
}

const folders = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];

async function find(name: string): Promise<string> {
  for (const folder of folders) {
    const path = `${folder}/${name}`;
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return '';
}

export interface FoundPrograms {
  readonly programs: MountPrograms;
  /** Why drives cannot have file systems of their own here: `notLinux`, `notRoot`, `noMount`; undefined when they can. */
  readonly obstacle: 'notLinux' | 'notRoot' | 'noMount' | undefined;
  /** Whether NTFS can be had too. */
  readonly hasNtfs: boolean;
}

/** Looks for what drives on real mounts need. */
export async function findMountPrograms(): Promise<FoundPrograms> {
  const programs: MountPrograms = {
    mount: await find('mount'),
    umount: await find('umount'),
    ntfs3g: await find('ntfs-3g'),
    mkntfs: await find('mkntfs'),
  };
  const hasFuse = await access('/dev/fuse', constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  const hasMount = programs.mount !== '' && programs.umount !== '';
  return {
    programs,
    obstacle:
      process.platform !== 'linux'
        ? 'notLinux'
        : process.getuid?.() !== 0
          ? 'notRoot'
          : hasMount
            ? undefined
            : 'noMount',
    hasNtfs: hasFuse && programs.ntfs3g !== '' && programs.mkntfs !== '',
  };
}

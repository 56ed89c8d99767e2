/** @file What has to be known of a machine to read its figures. */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem } from 'node:os';

export interface MachineFacts {
  readonly cores: number;
  readonly processor: string;
  readonly memoryBytes: number;
  readonly system: string;
  /** Of the work folder, such as `ext4`. */
  readonly fileSystem: string;
  readonly node: string;
  readonly openssl: string;
  readonly zstd: string;
}

/**
 * Type of the file system that holds a folder.
 * @param mounts text of `/proc/mounts`
 */
export function fileSystemOf(folder: string, mounts: string): string {
  const holding = mounts
    .split('\n')
    .map((line) => line.split(' '))
    .map(([, place = '', type = '']) => ({ place: place.replaceAll('\\040', ' '), type }))
    .filter(({ place }) => place === '/' || folder === place || folder.startsWith(`${place}/`))
    // The deepest place holds it; of several mounts on one place, the last.
    .reduce((best, mount) => (mount.place.length >= best.place.length ? mount : best), {
      place: '',
      type: '',
    });
  return holding.type === '' ? 'unknown' : holding.type;
}

function systemName(): string {
  const text = readFileSync('/etc/os-release', 'utf8');
  const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(text)?.[1] ?? 'Linux';
  return `${name}, kernel ${release()}`;
}

export function readMachineFacts(workFolder: string): MachineFacts {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryBytes: totalmem(),
    system: systemName(),
    fileSystem: fileSystemOf(workFolder, readFileSync('/proc/mounts', 'utf8')),
    node: process.versions.node,
    openssl: process.versions.openssl ?? 'none',
    zstd: process.versions.zstd ?? 'unknown',
  };
}

export function describeMachine(facts: MachineFacts): string {
  const memory = `${Math.round(facts.memoryBytes / 2 ** 30)} GiB`;
  return `${facts.cores} cores (${facts.processor}), ${memory}, ${facts.fileSystem}, ${facts.system}; Node ${facts.node}, OpenSSL ${facts.openssl}, zstd ${facts.zstd}`;
}

import path from 'node:path';
import type { Tool } from './tool.ts';

export interface TarZstdPrograms {
  readonly tar: string;
  readonly zstd: string;
  readonly sync: string;
}

/** Neither encrypts nor hashes nor finds repeats; ends on the disk, as the others do of themselves. */
export function createTarZstd({ tar, zstd, sync }: TarZstdPrograms, version: string): Tool {
  const archive = (output: string): string => path.join(output, 'backup.tar.zst');
  return {
    id: 'tar-zstd',
    title: `tar | zstd ${version} -3 -T2`,
    prepare: () => [],
    backUp: ({ source, output }) => [
      [
        {
          program: tar,
          arguments: ['-cf', '-', '-C', path.dirname(source), path.basename(source)],
        },
        { program: zstd, arguments: ['-q', '-3', '-T2', '-o', archive(output)] },
      ],
      [{ program: sync, arguments: ['-f', output] }],
    ],
    backUpAgain: () => undefined,
    restore: ({ output, restored }) => [
      [
        { program: zstd, arguments: ['-q', '-d', '-c', archive(output)] },
        { program: tar, arguments: ['-xf', '-', '-C', restored] },
      ],
    ],
  };
}

import type { Pipeline } from '../process/pipeline.ts';
import { benchPassphrase, type Tool, type ToolPlace } from './tool.ts';

export function createBorg(program: string, version: string): Tool {
  const call = (place: ToolPlace, ...programArguments: readonly string[]): readonly Pipeline[] => [
    [
      {
        program,
        arguments: programArguments,
        environment: {
          BORG_PASSPHRASE: benchPassphrase,
          BORG_BASE_DIR: place.state,
          BORG_RELOCATED_REPO_ACCESS_IS_OK: 'yes',
        },
        // Borg restores into the folder that it is called in.
        workingFolder: place.restored,
      },
    ],
  ];
  const create = (place: ToolPlace, name: string): readonly Pipeline[] =>
    call(place, 'create', '--compression', 'zstd,3', `${place.output}::${name}`, place.source);
  return {
    id: 'borg',
    title: `borg ${version} zstd,3`,
    prepare: (place) => call(place, 'init', '-e', 'repokey', place.output),
    backUp: (place) => create(place, 'first'),
    backUpAgain: (place) => create(place, 'second'),
    restore: (place) => call(place, 'extract', `${place.output}::first`),
  };
}

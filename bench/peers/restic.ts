import type { Pipeline } from '../process/pipeline.ts';
import { benchPassphrase, type Tool, type ToolPlace } from './tool.ts';

export function createRestic(program: string, version: string): Tool {
  const call = (
    { output, state }: ToolPlace,
    ...programArguments: readonly string[]
  ): readonly Pipeline[] => [
    [
      {
        program,
        arguments: ['-q', '-r', output, ...programArguments],
        environment: { RESTIC_PASSWORD: benchPassphrase, RESTIC_CACHE_DIR: state },
      },
    ],
  ];
  const backUp = (place: ToolPlace): readonly Pipeline[] =>
    call(place, 'backup', '--compression', 'auto', place.source);
  return {
    id: 'restic',
    title: `restic ${version}`,
    prepare: (place) => call(place, 'init'),
    backUp,
    backUpAgain: backUp,
    restore: (place) => call(place, 'restore', 'latest', '--target', place.restored),
  };
}

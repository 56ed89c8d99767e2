/** @file Our engine as a tool of the bench, through its own process. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tool, ToolPlace } from '../peers/tool.ts';
import type { Pipeline } from '../process/pipeline.ts';
import type { OursWork } from './ours-work.ts';

const program = fileURLToPath(new URL('./run-ours.ts', import.meta.url));

/** @param compileCache folder that keeps types stripped and modules compiled, as the product's bundle has them */
export function oursCommand(work: OursWork, compileCache: string): readonly Pipeline[] {
  const environment = { NODE_COMPILE_CACHE: compileCache };
  return [[{ program: process.execPath, arguments: [program, JSON.stringify(work)], environment }]];
}

const staging = ({ output }: ToolPlace): string => path.join(output, 'staging');

export function createOurs(workers: number, compileCache: string): Tool {
  const call = (work: OursWork): readonly Pipeline[] => oursCommand(work, compileCache);
  return {
    id: `ours-${workers}`,
    title: `ours, ${workers} ${workers === 1 ? 'worker' : 'workers'}`,
    prepare: () => [],
    backUp: (place) => call({ verb: 'backUp', workers, source: place.source, staging: staging(place) }),
    backUpAgain: (place) =>
      call({
        verb: 'backUpAgain',
        workers,
        source: place.source,
        staging: staging(place),
        added: path.join(place.output, 'added'),
      }),
    restore: (place) => call({ verb: 'restore', workers, staging: staging(place), target: place.restored }),
  };
}

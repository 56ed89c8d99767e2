/** @file Our engine as a tool of the bench, through its own process. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tool, ToolPlace } from '../peers/tool.ts';
import { type Pipeline, runPipeline } from '../process/pipeline.ts';
import type { OursWork } from './ours-work.ts';

const program = fileURLToPath(new URL('./run-ours.ts', import.meta.url));

/** @param compileCache folder that keeps types stripped and modules compiled, as the product's bundle has them */
export function oursCommand(work: OursWork, compileCache: string): readonly Pipeline[] {
  const environment = { NODE_COMPILE_CACHE: compileCache };
  return [[{ program: process.execPath, arguments: [program, JSON.stringify(work)], environment }]];
}

/**
 * Backs up and restores one small file, so that no measured run is the one that fills the compile cache.
 * @param folder is emptied and left empty
 * @throws Error when our engine cannot even do that
 */
export async function warmOurs(folder: string, compileCache: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const inside = (name: string): string => path.join(folder, name);
  const [source, staging, target] = [inside('source'), inside('staging'), inside('target')];
  mkdirSync(source, { recursive: true });
  mkdirSync(target);
  writeFileSync(path.join(source, 'only-file'), 'one file');
  const common = { workers: 2, staging } as const;
  const steps = [
    ...oursCommand({ ...common, verb: 'backUp', source }, compileCache),
    ...oursCommand({ ...common, verb: 'backUpAgain', source, added: inside('added') }, compileCache),
    ...oursCommand({ ...common, verb: 'restore', target }, compileCache),
  ];
  for (const step of steps) await runPipeline(...step);
  rmSync(folder, { recursive: true, force: true });
}

const stagingOf = ({ output }: ToolPlace): string => path.join(output, 'staging');

export function createOurs(workers: number, compileCache: string): Tool {
  const call = (work: OursWork): readonly Pipeline[] => oursCommand(work, compileCache);
  return {
    id: `ours-${workers}`,
    title: `ours, ${workers} ${workers === 1 ? 'worker' : 'workers'}`,
    prepare: () => [],
    backUp: (place) => call({ verb: 'backUp', workers, source: place.source, staging: stagingOf(place) }),
    backUpAgain: (place) =>
      call({
        verb: 'backUpAgain',
        workers,
        source: place.source,
        staging: stagingOf(place),
        added: path.join(place.output, 'added'),
      }),
    restore: (place) => call({ verb: 'restore', workers, staging: stagingOf(place), target: place.restored }),
  };
}

/** @file Our engine as a tool of the bench, through its own process. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Tool, ToolPlace } from '../peers/tool.ts';
import { type Pipeline, runPipeline } from '../process/pipeline.ts';
import type { OursWork } from './ours-work.ts';

/** @param program what `buildOurs` made */
export function oursCommand(work: OursWork, program: string): readonly Pipeline[] {
  return [[{ program: process.execPath, arguments: [program, JSON.stringify(work)] }]];
}

/**
 * Backs up and restores one small file, which shows before anything is measured that our engine can.
 * @param folder is emptied and left empty
 * @throws Error with the words of the engine when it cannot
 */
export async function tryOurs(folder: string, program: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const inside = (name: string): string => path.join(folder, name);
  const [source, staging, target] = [inside('source'), inside('staging'), inside('target')];
  mkdirSync(source, { recursive: true });
  mkdirSync(target);
  writeFileSync(path.join(source, 'only-file'), 'one file');
  const common = { workers: 2, staging } as const;
  const steps = [
    ...oursCommand({ ...common, verb: 'backUp', source }, program),
    ...oursCommand({ ...common, verb: 'backUpAgain', source, added: inside('added') }, program),
    ...oursCommand({ ...common, verb: 'restore', target }, program),
  ];
  for (const step of steps) await runPipeline(...step);
  rmSync(folder, { recursive: true, force: true });
}

const stagingOf = ({ output }: ToolPlace): string => path.join(output, 'staging');

export function createOurs(workers: number, program: string): Tool {
  const call = (work: OursWork): readonly Pipeline[] => oursCommand(work, program);
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

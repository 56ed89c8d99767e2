/** @file Runs programs and tells what they cost: wall, CPU seconds of all processes, memory of the largest, and what else the machine did. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type Pipeline, startPipeline } from './pipeline.ts';
import { childCpuSeconds, machineCpu, processSize } from './proc-files.ts';

export interface Measured {
  readonly wallSeconds: number;
  /** User and system, of the programs and all that they waited for. */
  readonly cpuSeconds: number;
  /** Peak of resident memory of the largest single process. */
  readonly peakBytes: number;
  /** Most threads that were seen in one process. */
  readonly threads: number;
  /** CPU that anything else used meanwhile, the kernel's writing back included, as a share of all cores. */
  readonly othersShare: number;
  /** Taken by the hypervisor, as a share of all cores. */
  readonly stolenShare: number;
  readonly failure: string | undefined;
  readonly output: string;
}

/** A peak is kept by the kernel, so only growth after the last look is missed. */
const lookEveryMilliseconds = 25;
const longestRunMilliseconds = 60 * 60_000;

interface Readings {
  readonly wall: number;
  readonly children: number;
  readonly own: number;
  readonly busy: number;
  readonly stolen: number;
}

function read(): Readings {
  const own = process.cpuUsage();
  const { busySeconds, stolenSeconds } = machineCpu(readFileSync('/proc/stat', 'latin1'));
  return {
    wall: performance.now() / 1000,
    children: childCpuSeconds(readFileSync('/proc/self/stat', 'latin1')),
    own: (own.user + own.system) / 1e6,
    busy: busySeconds,
    stolen: stolenSeconds,
  };
}

/** Children are asked for too, where the kernel keeps the list: a program may be a wrapper. */
function descendants(id: number): readonly number[] {
  try {
    const list = readFileSync(`/proc/${id}/task/${id}/children`, 'latin1').trim();
    const children = list === '' ? [] : list.split(' ').map(Number);
    return [id, ...children.flatMap(descendants)];
  } catch {
    return [id];
  }
}

class Watcher {
  peakBytes = 0;
  threads = 0;

  look(ids: readonly number[]): void {
    for (const id of ids.flatMap(descendants)) {
      try {
        const size = processSize(readFileSync(`/proc/${id}/status`, 'latin1'));
        this.peakBytes = Math.max(this.peakBytes, size?.peakBytes ?? 0);
        this.threads = Math.max(this.threads, size?.threads ?? 0);
      } catch {
        // Ended since the list was read.
      }
    }
  }
}

/**
 * Runs pipelines one after the other as one thing that is measured; stops at the first that fails.
 * Only one at a time: CPU is counted from what this process waited for.
 */
export async function measure(steps: readonly Pipeline[]): Promise<Measured> {
  const watcher = new Watcher();
  let failure: string | undefined;
  let output = '';
  const before = read();
  for (const step of steps) {
    const { ids, finished } = await startPipeline(step, longestRunMilliseconds);
    watcher.look(ids);
    const timer = setInterval(() => watcher.look(ids), lookEveryMilliseconds);
    const outcome = await finished;
    clearInterval(timer);
    failure = outcome.failure;
    output += outcome.output;
    if (failure !== undefined) break;
  }
  const after = read();
  const wallSeconds = after.wall - before.wall;
  const cpuSeconds = after.children - before.children;
  const capacity = wallSeconds * availableParallelism();
  const others = after.busy - before.busy - cpuSeconds - (after.own - before.own);
  return {
    wallSeconds,
    cpuSeconds,
    peakBytes: watcher.peakBytes,
    threads: watcher.threads,
    othersShare: Math.max(0, others / capacity),
    stolenShare: (after.stolen - before.stolen) / capacity,
    failure,
    output,
  };
}

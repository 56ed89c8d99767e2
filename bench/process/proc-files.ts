/** @file Reads Linux' accounting from the text of files in /proc. Ticks there are hundredths of a second on every architecture. */

const ticksPerSecond = 100;

/**
 * @param stat text of `/proc/<pid>/stat`
 * @returns CPU seconds of children that ended and were waited for, their own such children included
 */
export function childCpuSeconds(stat: string): number {
  // The name in brackets may hold anything, so fields are counted from the last bracket: cutime and cstime are 16 and 17 of proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}

export interface MachineCpu {
  /** Of all cores, work of the kernel included. */
  readonly busySeconds: number;
  /** Taken away by the hypervisor. */
  readonly stolenSeconds: number;
}

/** @param stat text of `/proc/stat` */
export function machineCpu(stat: string): MachineCpu {
  const [, ...fields] = (stat.split('\n', 1)[0] ?? '').split(/\s+/);
  const [user = 0, nice = 0, system = 0, , , interrupts = 0, softInterrupts = 0, stolen = 0] =
    fields.map(Number);
  // Guest time, which follows, is part of user time already.
  return {
    busySeconds: (user + nice + system + interrupts + softInterrupts) / ticksPerSecond,
    stolenSeconds: stolen / ticksPerSecond,
  };
}

export interface ProcessSize {
  /** Most memory that was resident at once. */
  readonly peakBytes: number;
  readonly threads: number;
}

/** @param status text of `/proc/<pid>/status`; undefined for a process without memory (a zombie) */
export function processSize(status: string): ProcessSize | undefined {
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  const threads = /^Threads:\s+(\d+)$/m.exec(status)?.[1];
  return peak === undefined ? undefined : { peakBytes: Number(peak) * 1024, threads: Number(threads ?? 1) };
}

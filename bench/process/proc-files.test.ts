import { describe, expect, it } from 'vitest';
import { childCpuSeconds, machineCpu, processSize } from './proc-files.ts';

describe('childCpuSeconds', () => {
  it('counts fields from the last bracket of the name', () => {
    const stat = '4711 (a (b) c) S 1 4711 4711 0 -1 4194304 100 200 0 0 11 12 345 67 20 0 7 0 1000 0 0';
    expect(childCpuSeconds(stat)).toBeCloseTo(4.12);
  });
});

describe('machineCpu', () => {
  it('adds up all but idle and waiting, and keeps stolen time apart', () => {
    const stat = 'cpu  1000 200 300 99999 8888 40 60 70 500 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n';
    expect(machineCpu(stat)).toEqual({ busySeconds: 16, stolenSeconds: 0.7 });
  });
});

describe('processSize', () => {
  it('reads peak and threads, and nothing of a zombie', () => {
    const status =
      'Name:\tnode\nVmPeak:\t  999999 kB\nVmHWM:\t  204800 kB\nVmRSS:\t  1000 kB\nThreads:\t13\n';
    expect(processSize(status)).toEqual({ peakBytes: 204_800 * 1024, threads: 13 });
    expect(processSize('Name:\tnode\nState:\tZ (zombie)\nThreads:\t1\n')).toBeUndefined();
  });
});

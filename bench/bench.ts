/** @file `npm run bench -- <bench>`: measures the product beside what an operator could use instead. */
import '../scripts/require-node.ts';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { takeOwnerLock } from '../src-main/platform/node/owner-lock.ts';
import type { BenchOutcome } from './common/bench-module.ts';
import { readMachineFacts } from './common/machine.ts';
import { parseBenchOptions } from './common/options.ts';
import { buildReport, renderReport, writeReport } from './common/report.ts';
import { disksBench } from './disks/disks-bench.ts';
import { growthBench } from './growth/growth-bench.ts';
import { stagingBench } from './staging/staging-bench.ts';
import { windowBench } from './window/window-bench.ts';

const benches = [stagingBench, growthBench, disksBench, windowBench];

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

const cacheFolder = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');
const defaultWorkFolder = path.join(cacheFolder, 'offline-backup-wizard', 'bench');
const options = parseBenchOptions(process.argv.slice(2), benches, defaultWorkFolder);
if (typeof options === 'string') refuse(options);
if (process.platform !== 'linux')
  refuse('The benches read what a run cost from /proc: they run on Linux only.');
// Programs that are running are ended on the way out.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));

const bench = benches.find(({ name }) => name === options.bench) ?? stagingBench;
const { workFolder, jsonFile } = options;
mkdirSync(workFolder, { recursive: true });
const lock = await takeOwnerLock(path.join(workFolder, 'bench.lock'));
if (lock.state === 'taken') {
  refuse(
    `${workFolder} is in use since ${lock.owner.since} by process ${lock.owner.pid}: give another --work.`,
  );
}
const startedAt = new Date();
const machine = readMachineFacts(workFolder);
const report = (outcome: BenchOutcome) => buildReport(options, machine, startedAt, outcome);
const keep = async (outcome: BenchOutcome): Promise<void> => {
  if (jsonFile !== undefined) await writeReport(jsonFile, report(outcome));
};
const outcome = await bench.run({ options, workFolder, say: (line) => console.log(line), keep });
await keep(outcome);
if (options.isPreparingOnly) console.log('Everything is prepared.');
else console.log(renderReport(report(outcome), (Date.now() - startedAt.getTime()) / 1000));
await lock.release();

/** @file `npm run soak -- <case>`: tries one thing very often, with chance from a seed, and exits with 1 when it failed once. */
import '../scripts/require-node.ts';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { readMachineFacts } from '../bench/common/machine.ts';
import { takeOwnerLock } from '../src-main/platform/node/owner-lock.ts';
import { soakCases } from './cases.ts';
import { parseSoakOptions } from './common/options.ts';
import { buildSoakReport, renderSoakReport, writeSoakReport } from './common/report.ts';
import type { SoakOutcome } from './common/soak-case.ts';

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

const cacheFolder = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');
const defaultWorkFolder = path.join(cacheFolder, 'offline-backup-wizard', 'soak');
const chance = randomBytes(4).readUInt32LE();
const options = parseSoakOptions(process.argv.slice(2), soakCases, defaultWorkFolder, chance);
if (typeof options === 'string') refuse(options);
if (process.platform !== 'linux') refuse('The soaks end processes and read /proc: they run on Linux only.');
// What was started is ended on the way out.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));

const { soakCase: name, count, seed, jsonFile } = options;
const soakCase = soakCases.find((known) => known.name === name);
if (soakCase === undefined) refuse(`${name} is gone.`);
const workFolder = path.join(options.workFolder, name);
mkdirSync(workFolder, { recursive: true });
const lock = await takeOwnerLock(path.join(workFolder, 'soak.lock'));
if (lock.state === 'taken') {
  refuse(
    `${workFolder} is in use since ${lock.owner.since} by process ${lock.owner.pid}: give another --work.`,
  );
}
const startedAt = new Date();
const machine = readMachineFacts(workFolder);
const report = (outcome: SoakOutcome) => buildSoakReport(options, machine, startedAt, new Date(), outcome);
const keep = async (outcome: SoakOutcome): Promise<void> => {
  if (jsonFile !== undefined) await writeSoakReport(jsonFile, report(outcome));
};
console.log(`${name}: ${count} with seed ${seed}, in ${workFolder}`);
const outcome = await soakCase.run({ count, seed, workFolder, say: (line) => console.log(line), keep });
await keep(outcome);
console.log(renderSoakReport(report(outcome)));
await lock.release();
process.exit(outcome.faults.length === 0 ? 0 : 1);

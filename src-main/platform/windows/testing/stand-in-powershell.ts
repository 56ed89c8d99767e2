/**
 * @file Stands in for powershell.exe as a process of its own: checks how it is called and what it is fed, then answers as a scenario says.
 * Called with the scenario's file and then the arguments that PowerShell would get. What it saw goes into `<scenario>.calls`.
 */
import { appendFileSync, existsSync, readFileSync, writeSync } from 'node:fs';

export interface StandInStep {
  /** Name of the script that must come next. */
  readonly script: string;
  /** Value of a good answer. */
  readonly value?: unknown;
  /** Failure that the script's own `catch` reports. */
  readonly failure?: Readonly<Record<string, unknown>>;
  /** Standard output as it is, instead of an answer. */
  readonly output?: string;
  readonly errorOutput?: string;
  readonly exitCode?: number;
  readonly hasByteOrderMark?: boolean;
  /** Never ends by itself. */
  readonly hangs?: boolean;
}

const expectedArguments =
  '-NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -InputFormat None -OutputFormat Text -EncodedCommand';

function refuse(message: string): never {
  writeSync(2, `stand-in: ${message}\n`);
  process.exit(64);
}

function answerOf({ value, failure, output, hasByteOrderMark }: StandInStep): string {
  const line =
    output ?? `${JSON.stringify(failure === undefined ? { ok: true, value } : { ok: false, failure })}\r\n`;
  return hasByteOrderMark === true ? `\uFEFF${line}` : line;
}

const [scenarioPath = '', ...given] = process.argv.slice(2);
const encoded = given.at(-1) ?? '';
if (given.slice(0, -1).join(' ') !== expectedArguments) refuse(`arguments ${given.slice(0, -1).join(' ')}`);
const script = Buffer.from(encoded, 'base64').toString('utf16le');
const name = /^# offline-backup-wizard ([a-z-]+)\n/.exec(script)?.[1] ?? '';
const input = readFileSync(0, 'latin1');
if (/[^\x20-\x7e]/.test(input)) refuse('standard input is not plain ASCII');
const callsPath = `${scenarioPath}.calls`;
const before = existsSync(callsPath) ? readFileSync(callsPath, 'utf8').split('\n').length - 1 : 0;
appendFileSync(callsPath, `${JSON.stringify({ script: name, values: JSON.parse(input) })}\n`);
const { steps } = JSON.parse(readFileSync(scenarioPath, 'utf8')) as { steps: StandInStep[] };
const step = steps[before];
if (step === undefined) refuse(`no step ${before} for ${name}`);
if (step.script !== name) refuse(`${name} came instead of ${step.script}`);
if (step.hangs === true) setInterval(() => undefined, 1000);
else {
  if (step.errorOutput !== undefined) writeSync(2, step.errorOutput);
  writeSync(1, answerOf(step));
  process.exitCode = step.exitCode ?? 0;
}

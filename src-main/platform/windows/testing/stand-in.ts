import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createNodeCommandRunner } from '../../node/node-command-runner.ts';
import type { CommandRequest, CommandRunner } from '../../ports/command-runner.ts';
import { createPowerShell, type PowerShell } from '../powershell/power-shell.ts';
import type { StandInStep } from './stand-in-powershell.ts';

export const systemRoot = 'C:\\Windows';
const powerShellPath = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
const programPath = fileURLToPath(new URL('./stand-in-powershell.ts', import.meta.url));

export interface StandIn {
  readonly folder: string;
  readonly commands: CommandRunner;
  readonly powerShell: PowerShell;
  /** What PowerShell is asked for from now on, and how it answers. */
  play(...steps: readonly StandInStep[]): Promise<void>;
  /** What it was asked for since. */
  calls(): Promise<readonly { readonly script: string; readonly values: Record<string, unknown> }[]>;
  close(): Promise<void>;
}

/**
 * Real processes, pipes, encodings and time limits; only the program at the end of the path is another one.
 * @param timeoutMilliseconds shorter than scripts allow, for those that hang
 * @param others answers of programs other than PowerShell, by the name at the end of their path
 */
export async function openStandIn(
  options: {
    readonly timeoutMilliseconds?: number;
    readonly others?: Readonly<Record<string, (request: CommandRequest) => string>>;
  } = {},
): Promise<StandIn> {
  const folder = await mkdtemp(join(tmpdir(), 'stand-in-'));
  const scenarioPath = join(folder, 'scenario.json');
  const node = createNodeCommandRunner();
  const commands: CommandRunner = {
    async run(request) {
      const other = options.others?.[request.program.split('\\').at(-1) ?? ''];
      if (other !== undefined) return { exitCode: 0, standardOutput: other(request), standardError: '' };
      if (request.program !== powerShellPath) throw new Error(`Nobody starts ${request.program}`);
      return node.run({
        ...request,
        program: process.execPath,
        arguments: [programPath, scenarioPath, ...request.arguments],
        timeoutMilliseconds: options.timeoutMilliseconds ?? request.timeoutMilliseconds,
      });
    },
  };
  return {
    folder,
    commands,
    powerShell: createPowerShell({ commands, systemRoot }),
    async play(...steps) {
      await rm(`${scenarioPath}.calls`, { force: true });
      await writeFile(scenarioPath, JSON.stringify({ steps }));
    },
    async calls() {
      const text = await readFile(`${scenarioPath}.calls`, 'utf8').catch(() => '');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

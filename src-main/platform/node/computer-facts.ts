import { access } from 'node:fs/promises';
import { win32 } from 'node:path';
import type { CommandRunner } from '../ports/command-runner.ts';
import type { ComputerFacts } from '../ports/computer-facts.ts';
import { fileMetadataFacts } from './posix-file-metadata.ts';

/**
 * True when a process token has integrity level "high" or "system". Looks at identifiers, since the names of groups are translated.
 * @param groups what `whoami /groups` prints
 */
export function isElevatedToken(groups: string): boolean {
  return /\bS-1-16-(12288|16384)\b/.test(groups);
}

const systemProgram = (name: string): string =>
  win32.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', name);

/** Facts of the computer that the main process runs on. */
export function createComputerFacts(machineName: string, commands: CommandRunner): ComputerFacts {
  return {
    machineName,
    isElevated: async () => {
      if (process.platform !== 'win32') return process.getuid?.() === 0;
      const { standardOutput } = await commands.run({
        program: systemProgram('whoami.exe'),
        arguments: ['/groups', '/fo', 'csv', '/nh'],
        timeoutMilliseconds: 10_000,
      });
      return isElevatedToken(standardOutput);
    },
    readsAttributes: async () => fileMetadataFacts() !== undefined,
    hasBitLocker: async () => {
      if (process.platform !== 'win32') return false;
      try {
        await access(systemProgram('manage-bde.exe'));
        return true;
      } catch {
        return false;
      }
    },
  };
}

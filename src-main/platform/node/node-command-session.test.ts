import { afterEach, describe, expect, it } from 'vitest';
import { longestCommandOutputBytes } from '../ports/command-runner.ts';
import type { CommandSession } from '../ports/command-session.ts';
import { openNodeCommandSession } from './node-command-session.ts';

let session: CommandSession | undefined;
afterEach(() => session?.close());

/** Runs the lines of a script for every line that it gets, as `$line`. */
function open(script: string, timeoutMilliseconds = 10_000): CommandSession {
  const lines = `while read -r line; do\n${script}\nprintf 'mark 7\\n'; printf 'mark\\n' >&2\ndone`;
  session = openNodeCommandSession({
    ...{ program: '/bin/sh', arguments: ['-c', lines], mark: 'mark', timeoutMilliseconds },
  });
  return session;
}

describe('a program that goes on', () => {
  it('answers one question after the other', async () => {
    const shell = open('printf "out %s" "$line"; printf "told %s" "$line" >&2');
    for (const word of ['one', 'two \xfc'])
      expect(await shell.exchange(`${word}\n`)).toEqual({
        ...{ exitCode: 7, standardOutput: `out ${word}`, standardError: `told ${word}` },
      });
  });

  it('is waited for until both outputs have ended', async () => {
    const shell = open('printf out; sleep 0.2; printf late >&2');
    const outcome = await shell.exchange('\n');
    expect(outcome).toMatchObject({ standardOutput: 'out', standardError: 'late' });
  });

  it('is cut when it says too much', async () => {
    const shell = open('head -c 17000000 /dev/zero');
    const { standardOutput } = await shell.exchange('\n');
    expect(standardOutput.length).toBe(longestCommandOutputBytes);
    expect((await shell.exchange('\n')).exitCode).toBe(7);
  });

  it('that ends early is over', async () => {
    const shell = open('exit 3');
    await expect(shell.exchange('\n')).rejects.toMatchObject({ code: 'command.failed' });
    await expect(shell.exchange('\n')).rejects.toMatchObject({ code: 'command.failed' });
  });

  it('that hangs is ended', async () => {
    const shell = open('sleep 100', 200);
    await expect(shell.exchange('\n')).rejects.toMatchObject({ code: 'command.timedOut' });
  });

  it('that is not there is told', async () => {
    const missing = { program: '/nonexistent/program', arguments: [], mark: 'm', timeoutMilliseconds: 1000 };
    const nothing = openNodeCommandSession(missing);
    await expect(nothing.exchange('\n')).rejects.toMatchObject({ code: 'command.notFound' });
    expect(() => openNodeCommandSession({ ...missing, program: 'sh' })).toThrow('absolute path');
  });
});

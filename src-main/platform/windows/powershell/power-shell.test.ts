import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { CommandRunner } from '../../ports/command-runner.ts';
import { failure } from '../testing/captured-answers.ts';
import { openStandIn, type StandIn } from '../testing/stand-in.ts';
import { defineScript } from './define-script.ts';
import { neededFunctions } from './needed-functions.ts';
import { createPowerShell, windowsPowerShellPath } from './power-shell.ts';

const script = defineScript({
  name: 'try-out',
  body: '',
  answer: z.strictObject({ text: z.string() }),
  timeoutMilliseconds: 20_000,
});

let standIn: StandIn | undefined;
const open = async (...options: Parameters<typeof openStandIn>): Promise<StandIn> => {
  standIn = await openStandIn(...options);
  return standIn;
};
afterEach(() => standIn?.close());

describe('calling PowerShell', () => {
  it('brings values of every alphabet there and back', async () => {
    const { powerShell, play, calls } = await open();
    const text = `Größe 東京 🚚 "quoted" $(Get-Disk) \`n 'x'; \u0000\u2028`;
    await play({ script: 'try-out', value: { text } });
    expect(await powerShell.run(script, { values: { text } })).toEqual({ text });
    expect(await calls()).toEqual([{ script: 'try-out', values: { text } }]);
  });

  it('reads the last line, whatever came before it', async () => {
    const { powerShell, play } = await open();
    const output = `\uFEFFWARNUNG: etwas\r\n\r\n${JSON.stringify({ ok: true, value: { text: 'x' } })}\r\n\r\n`;
    await play({ script: 'try-out', output });
    expect(await powerShell.run(script)).toEqual({ text: 'x' });
  });

  it('passes on what the script says of its failure', async () => {
    const { powerShell, play } = await open();
    await play({ script: 'try-out', failure: failure('refused:disappeared') });
    await expect(powerShell.run(script)).rejects.toMatchObject({
      name: 'ScriptRefusal',
      script: 'try-out',
      failure: { id: 'refused:disappeared' },
    });
  });

  it('ends a program that hangs', async () => {
    const { powerShell, play } = await open({ timeoutMilliseconds: 400 });
    await play({ script: 'try-out', hangs: true });
    await expect(powerShell.run(script)).rejects.toMatchObject({ code: 'command.timedOut' });
  });

  it('is stopped at once', async () => {
    const { powerShell, play } = await open();
    await play({ script: 'try-out', hangs: true });
    const stopping = new AbortController();
    const attempt = powerShell.run(script, { signal: stopping.signal });
    setTimeout(() => stopping.abort(), 50);
    await expect(attempt).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('shows in the details what the program said, not the script', async () => {
    const { powerShell, play } = await open();
    await play({ script: 'try-out', output: '', errorOutput: 'Zugriff verweigert', exitCode: 1 });
    const error = await powerShell.run(script).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'command.failed', details: expect.stringContaining('verweigert') });
  });

  it('takes PowerShell from the system folder, and from nowhere else', async () => {
    expect(windowsPowerShellPath('D:\\WINNT')).toBe(
      'D:\\WINNT\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
    );
    const commands: CommandRunner = { run: () => Promise.reject(new Error('started')) };
    for (const systemRoot of [undefined, '', 'relative', '/usr']) {
      await expect(createPowerShell({ commands, systemRoot }).run(script)).rejects.toMatchObject({
        code: 'disk.platformUnavailable',
      });
    }
  });
});

it('picks the functions that a text needs, also through others', () => {
  const library = ['function Get-A {\n  Get-B\n}\n', 'function Get-B {\n}\n', 'function Get-C {\n}\n'].join(
    '',
  );
  expect(neededFunctions(library, '$x = Get-A 1')).toBe(
    'function Get-A {\n  Get-B\n}\nfunction Get-B {\n}\n',
  );
  expect(neededFunctions(library, 'Get-Z')).toBe('');
});

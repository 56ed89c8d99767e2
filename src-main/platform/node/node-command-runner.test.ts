import { expect, test } from 'vitest';
import { createNodeCommandRunner } from './node-command-runner.ts';

const runner = createNodeCommandRunner();
const node = (script: string, options: Partial<Parameters<typeof runner.run>[0]> = {}) =>
  runner.run({
    program: process.execPath,
    arguments: ['-e', script],
    timeoutMilliseconds: 10_000,
    ...options,
  });

test('arguments reach the program as they are, input through standard input', async () => {
  const argument = '"quoted" $(whoami) `x` ; & | > %PATH% é';
  const outcome = await runner.run({
    program: process.execPath,
    arguments: ['-e', 'process.stdin.on("data", d => process.stdout.write(process.argv[1] + d))', argument],
    input: ' + input ü',
    timeoutMilliseconds: 10_000,
  });
  expect(outcome).toEqual({ exitCode: 0, standardOutput: `${argument} + input ü`, standardError: '' });
});

test('the environment is an allow-list', async () => {
  process.env.OFFLINE_BACKUP_TEST_SECRET = 'hush';
  const { standardOutput } = await node('console.log(JSON.stringify(process.env))');
  delete process.env.OFFLINE_BACKUP_TEST_SECRET;
  expect(standardOutput).not.toContain('hush');
  expect(JSON.parse(standardOutput)).not.toHaveProperty('PATH');
});

test('an unexpected exit code throws with redacted command and output', async () => {
  const attempt = node('console.error("key 466895 and ?sig=Zm9vYmFy"); process.exit(3)', {
    redact: ['466895'],
  });
  await expect(attempt).rejects.toMatchObject({
    code: 'command.failed',
    params: { program: process.execPath, exitCode: 3 },
  });
  const error = await attempt.catch((caught: { details: string }) => caught);
  expect('details' in error && error.details).toMatch(/key \[redacted\] and \?sig=\[redacted\]/);
  expect('details' in error && error.details).not.toMatch(/466895|Zm9v/);
});

test('expected exit codes are answers', async () => {
  await expect(node('process.exit(3)', { successCodes: [0, 3] })).resolves.toMatchObject({ exitCode: 3 });
});

test('a program that hangs is ended', async () => {
  const attempt = node('setInterval(() => {}, 1000)', { timeoutMilliseconds: 300 });
  await expect(attempt).rejects.toMatchObject({ code: 'command.timedOut' });
});

test('abort ends the program at once', async () => {
  const stopping = new AbortController();
  const attempt = node('setInterval(() => {}, 1000)', { signal: stopping.signal });
  setTimeout(() => stopping.abort(), 100);
  await expect(attempt).rejects.toMatchObject({ name: 'AbortError' });
});

test('a missing program and a relative name are told apart', async () => {
  const request = { arguments: [], timeoutMilliseconds: 1000 };
  await expect(runner.run({ ...request, program: '/does/not/exist' })).rejects.toMatchObject({
    code: 'command.notFound',
  });
  await expect(runner.run({ ...request, program: 'node' })).rejects.toThrow('absolute path');
});

test('a program that ignores its input is no failure', async () => {
  await expect(node('', { input: 'x'.repeat(1024 * 1024) })).resolves.toMatchObject({ exitCode: 0 });
});

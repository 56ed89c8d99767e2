import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockSet } from './set-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const take = () => lockSet(folder, 'seed.lock', 'seed');
const leave = (content: object | string): void =>
  writeFileSync(join(folder, 'seed.lock'), typeof content === 'string' ? content : JSON.stringify(content));
const now = new Date().toISOString();

describe('the lock of a set', () => {
  it('is held by one at a time and leaves nothing', async () => {
    const lock = await take();
    await expect(take()).rejects.toMatchObject({ code: 'staging.inUse', params: { machine: hostname() } });
    await lock.release();
    expect(readdirSync(folder)).toEqual([]);
    await (await take()).release();
  });

  it('is not taken from a living process, nor from another computer', async () => {
    leave({ machine: hostname(), pid: process.ppid, since: now });
    await expect(take()).rejects.toMatchObject({ code: 'staging.inUse' });
    leave({ machine: 'elsewhere', pid: 1, since: now });
    await expect(take()).rejects.toMatchObject({ code: 'staging.inUse', params: { machine: 'elsewhere' } });
  });

  it.each([
    ['a dead process', () => ({ machine: hostname(), pid: spawnSync('true').pid, since: now })],
    ['an earlier process with our number', () => ({ machine: hostname(), pid: process.pid, since: now })],
    ['before the last start', () => ({ machine: hostname(), pid: 1, since: '2001-01-01T00:00:00.000Z' })],
    ['a process that was killed while writing it', () => '{"machi'],
  ])('is taken over from %s', async (_whom, content) => {
    leave(content());
    const lock = await take();
    await lock.release();
  });

  it('goes to one of two processes that want it at once', () => {
    const script = `
      import { lockSet } from ${JSON.stringify(new URL('./set-lock.ts', import.meta.url).href)};
      import { setTimeout as sleep } from 'node:timers/promises';
      const results = await Promise.allSettled([0, 1, 2, 3].map(() => lockSet(${JSON.stringify(folder)}, 'seed.lock', 'seed')));
      console.log(results.filter(({ status }) => status === 'fulfilled').length);
    `;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(out.trim()).toBe('1');
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { measure } from './measure.ts';
import type { Command } from './pipeline.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bench-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const script = (source: string): Command => ({ program: process.execPath, arguments: ['-e', source] });

describe('measure', () => {
  it('sees CPU, threads and peak memory of a program that is gone', async () => {
    const busy = script(
      'const held = Buffer.alloc(96 * 2 ** 20, 1); const end = process.cpuUsage().user + 3e5; while (process.cpuUsage().user < end); setTimeout(() => console.log(held.length), 60)',
    );
    const measured = await measure([[busy]]);
    expect(measured.failure).toBeUndefined();
    expect(measured.output.trim()).toBe(String(96 * 2 ** 20));
    expect(measured.cpuSeconds).toBeGreaterThanOrEqual(0.3);
    expect(measured.peakBytes).toBeGreaterThan(96 * 2 ** 20);
    expect(measured.threads).toBeGreaterThan(1);
    expect(measured.wallSeconds).toBeGreaterThan(0.06);
  });

  it('joins programs by a pipe and runs the steps in order', async () => {
    const write = script('process.stdout.write("x".repeat(5_000_000))');
    const file = path.join(folder, 'out');
    const count = script(
      `let bytes = 0; process.stdin.on('data', (piece) => (bytes += piece.length)).on('end', () => require('node:fs').writeFileSync(${JSON.stringify(file)}, String(bytes)))`,
    );
    const show = script(`console.log(require('node:fs').readFileSync(${JSON.stringify(file)}, 'utf8'))`);
    const measured = await measure([[write, count], [show]]);
    expect(measured.failure).toBeUndefined();
    expect(measured.output.trim()).toBe('5000000');
    expect(readFileSync(file, 'utf8')).toBe('5000000');
  });

  it('stops at a program that fails and quotes it', async () => {
    const failing = script('console.error("no such luck"); process.exit(3)');
    const measured = await measure([[failing], [script('console.log("never")')]]);
    expect(measured.failure).toMatch(/ended with 3\. no such luck/);
    expect(measured.output).toBe('');
  });

  it('names a program that is not there', async () => {
    const measured = await measure([[{ program: path.join(folder, 'missing'), arguments: [] }]]);
    expect(measured.failure).toMatch(/missing: .*ENOENT/);
  });
});

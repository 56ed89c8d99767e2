import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { otherReader } from './other-reader.ts';
import { ensureReader } from './run-reader.ts';

it('a reader in another language restores a tree with everything odd', async () => {
  const reader = await ensureReader();
  if ('missing' in reader) {
    process.stderr.write(`\nNOT TRIED HERE: the reader in Python. ${reader.missing}\n`);
    return;
  }
  const workFolder = mkdtempSync(join(tmpdir(), 'soak-reader-'));
  const outcome = await otherReader.run({ count: 1, seed: 1, workFolder, say() {}, async keep() {} });
  expect(outcome).toMatchObject({ done: 1, faults: [] });
  rmSync(workFolder, { recursive: true, force: true });
}, 180_000);

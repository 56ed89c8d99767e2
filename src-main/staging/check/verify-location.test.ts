import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quietWorkerControl as quiet } from '../../testing/quiet-worker-control.ts';
import { restore } from '../restore/restore.ts';
import type { VerifyResult } from '../staging-types.ts';
import { backUp, mebibyte, passphrase, service, temporaryPlace } from '../testing/test-service.ts';
import { noise } from '../testing/tree-snapshot.ts';
import { verifyLocation } from './verify-location.ts';

const place = temporaryPlace();
const location = { kind: 'folder', path: place.staging } as const;
const descriptorFile = 'seed-fs01.AIBBlob';
let dataKey: Uint8Array;
let volumes: string[];

beforeAll(async () => {
  for (let folder = 0; folder < 3; folder += 1) {
    mkdirSync(join(place.source, `folder ${folder}`));
    for (let number = 0; number < 20; number += 1) {
      writeFileSync(join(place.source, `folder ${folder}`, `${number}`), noise(90_000, folder * 20 + number));
    }
    linkSync(join(place.source, `folder ${folder}`, '7'), join(place.source, `folder ${folder}`, 'also 7'));
  }
  await backUp(place.staging, [place.source], { volumeBytes: mebibyte });
  dataKey = await service.unlock(location, descriptorFile, passphrase);
  volumes = readdirSync(place.staging).filter((name) => /\d\.BaseBlob$/.test(name));
});
afterAll(() => rmSync(place.root, { recursive: true, force: true }));

function flip(file: string, position: number): void {
  const path = join(place.staging, file);
  const handle = openSync(path, 'r+');
  writeSync(handle, Buffer.from([(readFileSync(path)[position] ?? 0) ^ 1]), 0, 1, position);
  closeSync(handle);
}

const verify = (withKey = true, threads = 2): Promise<VerifyResult> =>
  verifyLocation({ location, descriptorFile, ...(withKey ? { dataKey } : {}) }, quiet, { threads });

/** What a restore would not bring back, by name. */
async function lostFiles(): Promise<readonly string[]> {
  const target = { kind: 'folder', path: place.target } as const;
  rmSync(place.target, { recursive: true, force: true });
  const result = await restore(
    { location, descriptorFile, dataKey, selection: [], target, conflict: 'skip' },
    quiet,
  );
  return result.failed.map(({ path }) => path).sort();
}

describe('a verification by several threads', () => {
  it('finds nothing in a whole set, with and without the key', async () => {
    const bytes = volumes.reduce((sum, name) => sum + statSync(join(place.staging, name)).size, 0);
    const whole = { volumes: volumes.length, bytes, damaged: [], damagedCount: 0 };
    expect(await verify()).toEqual({ ...whole, damagedFiles: [], damagedFileCount: 0 });
    expect(await verify(false)).toEqual(whole);
  });

  it('names every damaged volume, and exactly the files that a restore would not bring back', async () => {
    const [first = '', second = '', third = ''] = volumes;
    flip(first, 300_000);
    // The header of the second block's neighbour: its length cannot be trusted any more, the blocks behind it can be found.
    flip(second, 4096 + 9);
    const away = join(place.root, third);
    renameSync(join(place.staging, third), away);
    const result = await verify();
    const withoutKey = await verify(false);
    const lost = await lostFiles();
    renameSync(away, join(place.staging, third));
    flip(first, 300_000);
    flip(second, 4096 + 9);
    const damaged = [
      { file: first, code: 'staging.volumeDamaged' },
      { file: second, code: 'staging.volumeDamaged' },
      { file: third, code: 'staging.volumeMissing' },
    ];
    expect(result.damaged).toEqual(damaged);
    expect(withoutKey).toMatchObject({ damaged, damagedCount: 3 });
    expect(withoutKey.damagedFiles).toBeUndefined();
    expect(lost.length).toBeGreaterThan(5);
    expect(result.damagedFiles?.map(({ path }) => path).sort()).toEqual(lost);
    expect(result.damagedFileCount).toBe(lost.length);
    expect(
      result.damagedFiles?.every(
        ({ code, reason }) => code === 'restore.damaged' && volumes.includes(reason),
      ),
    ).toBe(true);
  });

  it('names no file where damage costs none', async () => {
    const [first = ''] = volumes;
    // The page in front: the one behind says the same.
    flip(first, 60);
    const result = await verify();
    flip(first, 60);
    expect(result).toMatchObject({ damagedCount: 1, damagedFiles: [], damagedFileCount: 0 });
  });

  it('stops when asked to', async () => {
    const state = new SharedArrayBuffer(4);
    Atomics.store(new Int32Array(state), 0, 2);
    const stopped = verifyLocation(
      { location, descriptorFile, dataKey },
      { ...quiet, state },
      { threads: 2 },
    );
    await expect(stopped).rejects.toMatchObject({ code: 'task.stopped' });
  });
});

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContainerSASPermissions } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestAzure, type TestAzure } from '../practice/azure/testing.ts';
import { openVolumeSource } from './read/open-volume-source.ts';
import {
  backUp,
  mebibyte,
  passphrase,
  recordingControl,
  restoreAll,
  service,
  temporaryPlace,
} from './testing/test-service.ts';
import { makeOddTree, noise, treeDifferences, treeSnapshot } from './testing/tree-snapshot.ts';
import type { VolumeLocation } from './volume-source.ts';

const place = temporaryPlace();
const descriptorFile = 'seed-fs01.AIBBlob';
let world: TestAzure;
let location: VolumeLocation;

beforeAll(async () => {
  world = await startTestAzure();
  makeOddTree(place.source);
  await backUp(place.staging, [place.source], { volumeBytes: 4 * mebibyte });
  const container = world.azure.blobService('seedpractice').getContainerClient('staging-test');
  await container.create();
  for (const name of readdirSync(place.staging).filter((file) => file.endsWith('Blob'))) {
    const bytes = readFileSync(join(place.staging, name));
    const blob = container.getPageBlobClient(`points/one/${name}`);
    await blob.create(bytes.length);
    for (let start = 0; start < bytes.length; start += 4 * mebibyte) {
      const range = bytes.subarray(start, start + 4 * mebibyte);
      await blob.uploadPages(range, start, range.length);
    }
  }
  const containerUrl = await container.generateSasUrl({
    permissions: ContainerSASPermissions.parse('rl'),
    expiresOn: new Date(Date.now() + 3_600_000),
  });
  const { certificateAuthority } = world.azure;
  location = { kind: 'container', containerUrl, prefix: 'points/one/', certificateAuthority };
}, 120_000);
afterAll(async () => {
  await world.dispose();
  rmSync(place.root, { recursive: true, force: true });
});

describe('a set in a container', () => {
  it('lists and reads as in a folder, to the byte', async () => {
    const source = await openVolumeSource(location);
    const listed = await source.list();
    const names = readdirSync(place.staging).filter((file) => file.endsWith('Blob'));
    expect(listed.map(({ name, length }) => [name, length]).sort()).toEqual(
      names.map((name) => [name, statSync(join(place.staging, name)).size]).sort(),
    );
    const volume = 'seed-fs01-000001.BaseBlob';
    const whole = readFileSync(join(place.staging, volume));
    for (const [offset, length] of [
      [0, 4096],
      [1000, 1],
      [whole.length - 5, 5],
      [0, whole.length],
      [4_000_000, 0],
    ] as const) {
      const bytes = await source.read(volume, offset, length);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(
        createHash('sha256')
          .update(whole.subarray(offset, offset + length))
          .digest('hex'),
      );
    }
    await expect(source.read(volume, whole.length - 1, 2)).rejects.toMatchObject({
      code: 'staging.volumeDamaged',
    });
    await expect(source.read('seed-fs01-000099.BaseBlob', 0, 1)).rejects.toMatchObject({
      code: 'staging.volumeMissing',
    });
    expect(await source.length('nothing.AIBBlob')).toBeUndefined();
    await source.close();
  });

  it('restores and verifies from worker threads', async () => {
    const restored = await restoreAll('', place.target, { location, descriptorFile });
    expect(restored.failed).toEqual([]);
    expect(treeDifferences(await treeSnapshot(place.source), await treeSnapshot(place.target))).toEqual([]);
    const dataKey = await service.unlock(location, descriptorFile, passphrase);
    const verified = await service.verify({ location, descriptorFile, dataKey }, recordingControl());
    expect(verified).toMatchObject({ damagedCount: 0 });
    expect(verified.volumes).toBeGreaterThan(1);
  }, 60_000);

  it('is the base of an increment', async () => {
    const output = join(place.root, 'output');
    const { mkdirSync } = await import('node:fs');
    mkdirSync(output);
    writeFileSync(join(place.source, 'new'), noise(100_000, 77));
    const dataKey = await service.unlock(location, descriptorFile, passphrase);
    const result = await service.backUpIncrement(
      {
        previous: { location, descriptorFile },
        dataKey,
        items: [{ path: place.source, kind: 'folder' }],
        exclusions: [],
        outputFolder: output,
        nextVolumeNumber: 40,
        volumeBytes: 4 * mebibyte,
      },
      recordingControl(),
    );
    expect(result.volumeFiles).toEqual(['seed-fs01-000040.BaseBlob']);
    expect(result.addedBytes).toBeLessThan(200_000);
  }, 60_000);

  it('says when the SAS is refused, without showing it', async () => {
    if (location.kind !== 'container') throw new Error('unreachable');
    const containerUrl = location.containerUrl.replace(/sig=[^&]*/, 'sig=AAAA');
    const error = await service
      .unlock({ ...location, containerUrl }, descriptorFile, passphrase)
      .catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'azure.forbidden' });
    expect(JSON.stringify(error.toData())).not.toContain('sig=');
  });
});

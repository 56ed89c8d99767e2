import { copyFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openFolderSource } from '../read/folder-source.ts';
import { backUp, service, temporaryPlace } from '../testing/test-service.ts';
import { checkDescriptorCopies, repairDescriptor } from './descriptor-copies.ts';

const descriptor = 'seed-fs01.AIBBlob';
const mirror = 'seed-fs01-descriptor.BaseBlob';
const none: ReadonlySet<string> = new Set();
let place: ReturnType<typeof temporaryPlace>;

beforeEach(() => {
  place = temporaryPlace();
  writeFileSync(join(place.source, 'a'), 'first');
});
afterEach(() => rmSync(place.root, { recursive: true, force: true }));

it('mends either copy from the other, byte for byte, wherever it was damaged', async () => {
  await backUp(place.staging, [place.source]);
  const whole = readFileSync(join(place.staging, descriptor));
  const names = readdirSync(place.staging).sort();
  const flip = (position: number) => (path: string) => {
    const bytes = Buffer.from(whole);
    bytes[position] = (bytes[position] ?? 0) ^ 0x10;
    writeFileSync(path, bytes);
  };
  const damages = [0, 9, 200, 3900, 4090, 4200, 8000, 8300, whole.length - 1].map(flip);
  damages.push(
    (path) => rmSync(path),
    (path) => truncateSync(path, 8192),
    (path) => truncateSync(path, 0),
  );
  damages.push((path) => writeFileSync(path, Buffer.concat([whole, Buffer.alloc(4096)])));
  for (const file of [descriptor, mirror]) {
    for (const [number, damage] of damages.entries()) {
      damage(join(place.staging, file));
      const source = openFolderSource(place.staging);
      const copies = await checkDescriptorCopies(source, descriptor);
      await source.close();
      expect([number, copies.repairs.map((repair) => repair.file)]).toEqual([number, [file]]);
      const [repair] = copies.repairs;
      if (repair === undefined) throw new Error('nothing to repair');
      await repairDescriptor(place.staging, repair, file === mirror ? copies.mirror : copies.descriptor);
      expect(readFileSync(join(place.staging, file)).equals(whole)).toBe(true);
      expect(readdirSync(place.staging).sort()).toEqual(names);
    }
  }
});

it('takes the descriptor for right when a run was killed between the names of its two copies', async () => {
  const { setId } = await backUp(place.staging, [place.source]);
  const kept = join(place.root, 'kept');
  copyFileSync(join(place.staging, descriptor), kept);
  writeFileSync(join(place.source, 'a'), 'second');
  await backUp(place.staging, [place.source]);
  copyFileSync(kept, join(place.staging, descriptor));
  const repairs = [{ file: mirror, from: descriptor, reason: 'differs' }];
  expect(await service.describe(place.staging, setId)).toMatchObject({ repairs });
  expect(readFileSync(join(place.staging, mirror)).equals(readFileSync(kept))).toBe(false);
  expect(await service.makeReady(place.staging, setId, none)).toMatchObject({ repairs });
  expect(readFileSync(join(place.staging, mirror)).equals(readFileSync(kept))).toBe(true);
  expect(await service.describe(place.staging, setId)).toMatchObject({ repairs: [] });
});

it('never replaces a whole mirror of another set', async () => {
  const { setId } = await backUp(place.staging, [place.source]);
  const other = temporaryPlace();
  writeFileSync(join(other.source, 'b'), 'other');
  await backUp(other.staging, [other.source]);
  copyFileSync(join(other.staging, mirror), join(place.staging, mirror));
  rmSync(other.root, { recursive: true, force: true });
  const before = readFileSync(join(place.staging, mirror));
  const refusal = { code: 'staging.descriptorDamaged', params: { file: mirror } };
  await expect(service.makeReady(place.staging, setId, none)).rejects.toMatchObject(refusal);
  expect(readFileSync(join(place.staging, mirror)).equals(before)).toBe(true);
});

it('does not ask for volumes that are on finished drives', async () => {
  const { setId } = await backUp(place.staging, [place.source]);
  const volume = 'seed-fs01-000001.BaseBlob';
  rmSync(join(place.staging, volume));
  await expect(service.makeReady(place.staging, setId, none)).rejects.toMatchObject({
    code: 'staging.volumeMissing',
    params: { file: volume },
  });
  expect((await service.makeReady(place.staging, setId, new Set([volume]))).volumes).toHaveLength(1);
});

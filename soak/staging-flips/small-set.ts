/** @file A small finished set in a folder, and what is in it. */
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createKeyStream } from '../../bench/corpora/random.ts';
import {
  draftFor,
  passphrase,
  recordingControl,
  service,
} from '../../src-main/staging/testing/test-service.ts';

export interface SmallSet {
  readonly staging: string;
  readonly descriptorFile: string;
  readonly mirrorFile: string;
  readonly dataKey: Uint8Array;
  readonly entries: Entries;
}

export interface Entry {
  /** Kind and mode. */
  readonly facts: string;
  readonly modifiedNanoseconds: bigint;
  /** Or the target of a link. */
  readonly content: Buffer;
}

/** By path. */
export type Entries = ReadonlyMap<string, Entry>;

const kibibyte = 1024;
const descriptorFile = 'seed-fs01.AIBBlob';
/** So short that chunks have 1 to 16 KiB. */
const volumeBytes = 64 * kibibyte;

function makeSource(source: string, seed: number): void {
  const bytes = createKeyStream(`flips ${seed}`);
  for (const folder of ['a', 'a/b', 'empty']) mkdirSync(path.join(source, folder), { recursive: true });
  for (const [number, folder] of ['', 'a', 'a/b'].entries()) {
    writeFileSync(path.join(source, folder, `chunks ${number}`), bytes(20_000 + number * 9_000));
  }
  for (let number = 0; number < 16; number += 1) {
    const folder = ['', 'a', 'a/b'][number % 3] ?? '';
    writeFileSync(path.join(source, folder, `small ${number}`), bytes(50 + number * 40));
  }
  writeFileSync(path.join(source, 'text'), 'compressible '.repeat(2000));
  writeFileSync(path.join(source, 'hole'), Buffer.concat([bytes(3000), Buffer.alloc(200_000), bytes(10)]));
  writeFileSync(path.join(source, 'nothing'), '');
  linkSync(path.join(source, 'chunks 0'), path.join(source, 'a', 'linked'));
  symlinkSync('text', path.join(source, 'symbolic'));
  chmodSync(path.join(source, 'text'), 0o640);
}

/** Everything below a folder. */
export function readEntries(root: string): Entries {
  const found = new Map<string, Entry>();
  const visit = (relative: string): void => {
    for (const name of readdirSync(path.join(root, relative))) {
      const entry = relative === '' ? name : `${relative}/${name}`;
      const absolute = path.join(root, entry);
      const stat = lstatSync(absolute, { bigint: true });
      const facts = stat.isSymbolicLink() ? 'link' : stat.mode.toString(8);
      const modifiedNanoseconds = stat.mtimeNs;
      if (stat.isDirectory()) {
        found.set(entry, { facts, modifiedNanoseconds, content: Buffer.alloc(0) });
        visit(entry);
      } else {
        const content = stat.isSymbolicLink()
          ? readlinkSync(absolute, { encoding: 'buffer' })
          : readFileSync(absolute);
        found.set(entry, { facts, modifiedNanoseconds, content });
      }
    }
  };
  visit('');
  return found;
}

/** Backs up some 100 KB into several volumes. */
export async function makeSmallSet(folder: string, seed: number): Promise<SmallSet> {
  const [source, staging] = [path.join(folder, 'source'), path.join(folder, 'staging')];
  for (const made of [source, staging]) mkdirSync(made);
  makeSource(source, seed);
  const draft = draftFor(staging, [source], { volumeBytes });
  await service.backUp({ draft, passphrase, jobDetails: {}, threads: 2 }, recordingControl());
  const location = { kind: 'folder', path: staging } as const;
  const dataKey = await service.unlock(location, descriptorFile, passphrase);
  return {
    staging,
    descriptorFile,
    mirrorFile: 'seed-fs01-descriptor.BaseBlob',
    dataKey,
    entries: readEntries(source),
  };
}

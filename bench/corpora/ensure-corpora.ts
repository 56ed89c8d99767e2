/** @file Builds corpora once and keeps them in the work folder. */
import { mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { undoChange } from './change.ts';
import { type Corpus, type CorpusName, type CorpusScale, corpusNames, recipeVersion } from './corpus.ts';
import { buildCompressible, buildNoise } from './large-files.ts';
import { buildSmallFiles } from './small-files.ts';
import { treeSize } from './walk.ts';

export interface CorpusStore {
  readonly workFolder: string;
  readonly scale: CorpusScale;
  readonly say: (line: string) => void;
}

/** Beside the folder, written when it is whole. */
interface Stamp extends Omit<Corpus, 'folder'> {
  readonly recipeVersion: number;
}

const folderOf = ({ workFolder, scale }: CorpusStore, name: CorpusName): string =>
  path.join(workFolder, 'corpora', scale.label, name);

function readStamp(file: string): Stamp | undefined {
  try {
    const stamp = JSON.parse(readFileSync(file, 'utf8')) as Stamp;
    return stamp.recipeVersion === recipeVersion ? stamp : undefined;
  } catch {
    return undefined;
  }
}

async function build(store: CorpusStore, name: CorpusName, folder: string): Promise<string> {
  switch (name) {
    case 'a':
      return buildSmallFiles(folder, path.join(store.workFolder, 'downloads'), store.scale, store.say);
    case 'b': {
      const source = await ensureCorpus(store, 'a');
      const invented = source.origin.startsWith('INVENTED') ? ', which is INVENTED' : '';
      await buildCompressible(folder, path.join(source.folder, 'linux'), store.scale);
      return `text: tar of the kernel tree of corpus a${invented}; table: seeded; disk image: programs of this machine, zeros, pieces of the text`;
    }
    case 'c':
      buildNoise(folder, store.scale);
      return 'AES-256-CTR key streams';
  }
}

/** The corpus from the work folder, built when it is not there or its recipe is older; changes that an interrupted run left are undone. */
export async function ensureCorpus(store: CorpusStore, name: CorpusName): Promise<Corpus> {
  const folder = folderOf(store, name);
  const stampFile = `${folder}.json`;
  undoChange(`${folder}.change`);
  const known = readStamp(stampFile);
  if (known !== undefined) return { ...known, folder };
  store.say(`Building corpus ${name} (${store.scale.label}) in ${folder} ...`);
  const partial = `${folder}.partial`;
  for (const old of [partial, stampFile, folder]) rmSync(old, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  const origin = await build(store, name, partial);
  renameSync(partial, folder);
  const { files, bytes } = treeSize(folder);
  writeFileSync(stampFile, JSON.stringify({ recipeVersion, name, files, bytes, origin }));
  return { name, folder, files, bytes, origin };
}

/** Room for what is missing, the largest output and a restore of it. Measured for the full recipes; a short run needs a fraction. */
const neededBytes = { full: 26e9, short: 3e9 } as const;
const cachedBytes = { full: 11e9, short: 0.6e9 } as const;

/** @throws Error that says how much room is missing */
function requireRoom({ workFolder, scale }: CorpusStore, isCached: boolean): void {
  const needed = neededBytes[scale.label] - (isCached ? cachedBytes[scale.label] : 0);
  const { bavail, bsize } = statfsSync(workFolder);
  if (bavail * bsize >= needed) return;
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new Error(
    `${workFolder} has ${gigabytes(bavail * bsize)} free; data and output need ${gigabytes(needed)}. Give another folder with --work.`,
  );
}

export async function ensureCorpora(
  store: CorpusStore,
  names: readonly CorpusName[],
): Promise<readonly Corpus[]> {
  requireRoom(
    store,
    corpusNames.every((name) => readStamp(`${folderOf(store, name)}.json`) !== undefined),
  );
  const corpora: Corpus[] = [];
  for (const name of names) corpora.push(await ensureCorpus(store, name));
  return corpora;
}

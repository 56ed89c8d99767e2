/** The three kinds of data: many small files, large compressible files with repeats, noise. */
export const corpusNames = ['a', 'b', 'c'] as const;
export type CorpusName = (typeof corpusNames)[number];

export interface Corpus {
  readonly name: CorpusName;
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  /** Where its content is from, with versions; goes into the report. */
  readonly origin: string;
}

/** Goes up when a recipe changes: what older ones made is then built anew. */
export const recipeVersion = 1;

/** How much of each recipe is made. */
export interface CorpusScale {
  /** Part of the folder's name. */
  readonly label: 'full' | 'short';
  /** Top folders of the kernel that are taken; undefined: all, and the other parts of corpus a as well. */
  readonly kernelFolders: readonly string[] | undefined;
  /** Files of corpus a where it has to be invented. */
  readonly inventedFiles: number;
  readonly textBytes: number;
  readonly tableBytes: number;
  readonly diskImageBytes: number;
  readonly noiseFiles: number;
  readonly noiseFileBytes: number;
}

const mebibyte = 1024 * 1024;

export const fullScale: CorpusScale = {
  label: 'full',
  kernelFolders: undefined,
  inventedFiles: 177_000,
  textBytes: 1280 * mebibyte,
  tableBytes: 1280 * mebibyte,
  diskImageBytes: 1536 * mebibyte,
  noiseFiles: 4,
  noiseFileBytes: 1024 * mebibyte,
};

/** Small enough for every tool to go through everything within three minutes. */
export const shortScale: CorpusScale = {
  label: 'short',
  kernelFolders: ['fs', 'kernel', 'mm', 'lib'],
  inventedFiles: 4000,
  textBytes: 40 * mebibyte,
  tableBytes: 40 * mebibyte,
  diskImageBytes: 40 * mebibyte,
  noiseFiles: 4,
  noiseFileBytes: 32 * mebibyte,
};

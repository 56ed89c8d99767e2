const gigabyte = 1e9;

export interface FilesCase {
  readonly name: string;
  readonly files: number;
  /** How often it runs in a round: what is over in a moment needs more runs to be told from chance. */
  readonly repeats: number;
}

export interface ChunksCase {
  readonly name: string;
  readonly sourceBytes: number;
}

/** Runs of nothing but one file, for what a run costs before it does anything. */
export const emptyRepeats = 5;

/** From what a small office has to two million files. */
export const filesCases: readonly FilesCase[] = [
  { name: 'files-10k', files: 10_000, repeats: 5 },
  { name: 'files-100k', files: 100_000, repeats: 2 },
  { name: 'files-500k', files: 500_000, repeats: 1 },
  { name: 'files-2m', files: 2_000_000, repeats: 1 },
];

/** Generated data that is never written to disk. */
export const chunksCases: readonly ChunksCase[] = [
  { name: 'chunks-10gb', sourceBytes: 10 * gigabyte },
  { name: 'chunks-100gb', sourceBytes: 100 * gigabyte },
  { name: 'chunks-500gb', sourceBytes: 500 * gigabyte },
  { name: 'chunks-2tb', sourceBytes: 2000 * gigabyte },
  { name: 'chunks-10tb', sourceBytes: 10_000 * gigabyte },
];

export const growthCases: readonly string[] = [...filesCases, ...chunksCases].map(({ name }) => name);

/** What a short run takes. */
export const shortGrowthCases: readonly string[] = ['files-10k', 'files-100k', 'chunks-10gb', 'chunks-100gb'];

/** What a recovery point holds, counted while it is written. */
export interface PointCounts {
  files: number;
  folders: number;
  sourceBytes: number;
  skipped: number;
  changedFiles: number;
  unchangedFiles: number;
}

export function emptyCounts(): PointCounts {
  return { files: 0, folders: 0, sourceBytes: 0, skipped: 0, changedFiles: 0, unchangedFiles: 0 };
}

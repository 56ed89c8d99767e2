/** What the process of the disks bench is told to do, as JSON in its only argument. All paths are absolute. */
export type DisksWork =
  | {
      readonly verb: 'prepare';
      /** Folder of the volumes. */
      readonly source: string;
      readonly files: readonly BenchVolume[];
      /** Empty folders; each gets all of the files, all at the same time. */
      readonly drives: readonly string[];
    }
  | { readonly verb: 'writeManifest' | 'readManifest'; readonly file: string; readonly ranges: number };

/** A file as staging describes it. */
export interface BenchVolume {
  readonly name: string;
  readonly bytes: number;
  /** MD5s of its 4 MiB ranges, joined; base64. */
  readonly pageRangeMd5: string;
}

/** One phase of the first drive, in the clock and CPU seconds of the whole process. */
export interface PhaseCost {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** What it prints. */
export interface DisksOutcome {
  /** Absent for a manifest. */
  readonly copying?: PhaseCost;
  readonly verifying?: PhaseCost;
  /** `cached` when a single byte of one drive came from the system cache. */
  readonly readBack?: 'device' | 'cached';
  readonly bytes: number;
  /** Without the start of Node. */
  readonly workSeconds: number;
  /** Peak of resident memory at the end, after which nothing more can be missed. */
  readonly peakBytes: number;
}

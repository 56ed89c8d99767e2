/** @file What a simulation of terabytes is asked for and answers. */

export interface SimulationRequest {
  /** Of the source that is played. */
  readonly sourceBytes: number;
  readonly workers: number;
  /** Same seed, same chunks. */
  readonly seed: number;
  /** For what the engine keeps on disk in a real run too, such as a spooled catalog; empty. */
  readonly folder: string;
}

export interface SimulationResult {
  readonly chunks: number;
  /** What the engine itself counts as kept in memory for all chunks, where it can tell. */
  readonly indexBytes?: number;
}

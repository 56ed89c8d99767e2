/**
 * @file Where generated chunks meet the engine: terabytes that exist only as long as they are looked at, to see whether time per byte and memory
 * stay flat. The engine brings the entry point, since only it knows which of its parts run without a disk.
 */

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

/** Runs in a process of its own, whose wall, CPU and memory are measured. */
export type SimulateStaging = (request: SimulationRequest) => Promise<SimulationResult>;

/** The engine's entry point; without one the rows say so. */
export const simulateStaging: SimulateStaging | undefined = undefined;

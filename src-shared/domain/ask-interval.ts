import type { CloudId } from './clouds.ts';

const practiceMilliseconds = 10_000;
const realMilliseconds = 15 * 60_000;

/** How long Monitor waits by itself before it asks Azure about a job again; after failures it may wait longer. */
export function askIntervalMilliseconds(cloudId: CloudId): number {
  return cloudId === 'practice' ? practiceMilliseconds : realMilliseconds;
}

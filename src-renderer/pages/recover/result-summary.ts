import type { RecoverResult } from '../../../src-shared/contract/recover-calls.ts';

/** One word for the outcome of a recovery; words under `recover.outcome`. */
export type RecoverOutcome =
  | 'identical'
  | 'restored'
  | 'restoredWithSkips'
  | 'differences'
  | 'withFailures'
  | 'nothing';

/**
 * Failures outrank differences, differences outrank skips. "Identical" is said only when every restored file was compared
 * and nothing was left out.
 */
export function outcomeOf(result: RecoverResult): RecoverOutcome {
  if (result.failedCount > 0) return 'withFailures';
  if ((result.compared?.differenceCount ?? 0) > 0) return 'differences';
  if (result.restoredFiles === 0 && result.skippedCount === 0 && (result.compared?.files ?? 0) === 0)
    return 'nothing';
  if (result.skippedCount > 0) return 'restoredWithSkips';
  return result.compared === undefined ? 'restored' : 'identical';
}

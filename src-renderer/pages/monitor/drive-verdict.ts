import {
  knownCopyStatuses,
  knownLogCodes,
  logVerdict,
  driveVerdict as stateVerdict,
  stateWordsKey,
} from '../../../src-shared/domain/import-states.ts';
import type { DriveImport } from '../../../src-shared/domain/import-status.ts';

export interface DriveVerdict {
  readonly tone: 'waiting' | 'busy' | 'success' | 'warning' | 'danger';
  /** Words (`title`, `meaning`, `next`); `params` fills their placeholders. */
  readonly wordsKey: string;
  readonly params: Readonly<Record<string, string>>;
  /** Opens to cause and next step without being asked. */
  readonly isOdd: boolean;
}

/** Copy results that say no more than the drive's state does. */
const plainCopyStatuses = ['', 'None', 'NotStarted', 'InProgress', 'Completed', 'Created'];

const gentleCopyStatuses = ['CompletedWithWarnings', 'NotReturned'];

function copyTone(status: string): 'warning' | 'danger' {
  if (gentleCopyStatuses.includes(status)) return 'warning';
  if ((knownCopyStatuses as readonly string[]).includes(status)) return 'danger';
  return logVerdict(status) === 'bad' ? 'danger' : 'warning';
}

/**
 * Verdict on one drive. The copy result outranks the state: a drive that was sent back may still have failed.
 * The service puts result codes, log codes or free text there; free text, such as a percentage, changes nothing.
 */
export function driveVerdict(drive: Pick<DriveImport, 'state' | 'copyStatus'>): DriveVerdict {
  const status = drive.copyStatus.trim();
  if (!plainCopyStatuses.includes(status)) {
    const isCopyStatus = (knownCopyStatuses as readonly string[]).includes(status);
    if (isCopyStatus || (knownLogCodes as readonly string[]).includes(status)) {
      const wordsKey = stateWordsKey(isCopyStatus ? 'copy' : 'log', status);
      return { tone: copyTone(status), wordsKey, params: { state: status, code: status }, isOdd: true };
    }
  }
  const words = { wordsKey: stateWordsKey('drive', drive.state), params: { state: drive.state } };
  if (drive.state === 'Transferring') return { tone: 'busy', ...words, isOdd: false };
  switch (stateVerdict(drive.state)) {
    case 'good':
      return { tone: 'success', ...words, isOdd: false };
    case 'waiting':
      return { tone: 'waiting', ...words, isOdd: false };
    case 'look':
      return { tone: 'warning', ...words, isOdd: true };
    case 'bad':
      return { tone: 'danger', ...words, isOdd: true };
  }
}

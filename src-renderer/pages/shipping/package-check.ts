import type { PreparedDrive } from '../../../src-shared/domain/job.ts';

export const checklistItems = ['onlyDrives', 'antiStatic', 'noCables', 'label', 'packingList'] as const;
export type ChecklistItem = (typeof checklistItems)[number];

/** Answer to "does the drive in my hand belong here?". */
export type SerialVerdict =
  | { readonly kind: 'nothingTyped' }
  | { readonly kind: 'belongs'; readonly drive: PreparedDrive }
  | { readonly kind: 'severalMatch'; readonly count: number }
  | { readonly kind: 'foreign' };

/**
 * Looks a typed or scanned serial number up among the drives of the package. At least four characters; the end of the number
 * is enough, because labels often start with letters that the system does not report.
 */
export function judgeSerial(typed: string, drives: readonly PreparedDrive[]): SerialVerdict {
  const text = typed.trim().toUpperCase();
  if (text.length < 4) return { kind: 'nothingTyped' };
  const matches = drives.filter(({ identity }) => {
    const serial = identity.serial.trim().toUpperCase();
    return serial.endsWith(text) || text.endsWith(serial);
  });
  const [drive] = matches;
  if (drive === undefined) return { kind: 'foreign' };
  return matches.length === 1 ? { kind: 'belongs', drive } : { kind: 'severalMatch', count: matches.length };
}

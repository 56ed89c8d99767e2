import { driveIdOf } from '../../../src-shared/domain/disk-identity.ts';
import type { DiskFacts, DiskFinding, DiskVolume, JudgedDisk } from '../../../src-shared/domain/disks.ts';
import type { DiskId } from '../../../src-shared/domain/ids.ts';

/** One word for a disk; the table shows it as badge and text. */
export type DiskVerdict = 'ready' | 'holdsData' | 'attention' | 'inSession' | 'blocked';

export interface DiskRow {
  readonly disk: JudgedDisk;
  readonly verdict: DiskVerdict;
  /** The finding that decides the verdict; absent when there is none. */
  readonly leading?: DiskFinding;
  readonly furtherFindings: number;
  readonly isSelected: boolean;
}

/** Three reasons for a table without anything to choose, each with its own advice (anchors 8). */
export type DiskListProblem = 'noneAttached' | 'noneUsable' | 'listFailed';

/** Volumes that an operator knows the disk by; recovery and boot partitions without letter come last. */
export function knownVolumes(facts: DiskFacts): readonly DiskVolume[] {
  return [...facts.volumes].sort(
    (a, b) => Number(b.letter !== undefined) - Number(a.letter !== undefined) || b.usedBytes - a.usedBytes,
  );
}

function verdictOf(
  disk: JudgedDisk,
  driveIdsAtWork: ReadonlySet<string>,
): Pick<DiskRow, 'verdict' | 'leading'> {
  if (driveIdsAtWork.has(driveIdOf(disk.facts.identity))) return { verdict: 'inSession' };
  const blocker = disk.findings.find(({ severity }) => severity === 'blocker');
  if (!disk.usable || blocker !== undefined) {
    const leading = blocker ?? disk.findings[0];
    return leading === undefined ? { verdict: 'blocked' } : { verdict: 'blocked', leading };
  }
  const holdsData = disk.findings.find(({ code }) => code === 'disk.holdsData');
  if (holdsData !== undefined) return { verdict: 'holdsData', leading: holdsData };
  const warning = disk.findings[0];
  return warning === undefined ? { verdict: 'ready' } : { verdict: 'attention', leading: warning };
}

/**
 * Rows of the disk table: every disk, the ones that can be used first, blocked ones below with their reason.
 * Nothing is ever preselected; a selected disk that turned unusable loses its selection here.
 * @param driveIdsAtWork drives of the job that are being written or are finished (`driveIdsAtWork`)
 */
export function diskRows(
  disks: readonly JudgedDisk[],
  selected: ReadonlySet<DiskId>,
  driveIdsAtWork: ReadonlySet<string> = new Set(),
): readonly DiskRow[] {
  return disks
    .map((disk): DiskRow => {
      const found = verdictOf(disk, driveIdsAtWork);
      return {
        disk,
        ...found,
        furtherFindings: found.leading === undefined ? 0 : disk.findings.length - 1,
        isSelected: canChoose(found) && selected.has(disk.facts.id),
      };
    })
    .sort(
      (a, b) => Number(!canChoose(a)) - Number(!canChoose(b)) || a.disk.facts.number - b.disk.facts.number,
    );
}

/** False for what must not be chosen: blocked disks, and drives of this very session that are written or finished. */
export function canChoose({ verdict }: Pick<DiskRow, 'verdict'>): boolean {
  return verdict !== 'blocked' && verdict !== 'inSession';
}

/** Ids that are still there, still usable and still chosen, in the order of the table. */
export function selectedDiskIds(rows: readonly DiskRow[]): readonly DiskId[] {
  return rows.filter(({ isSelected }) => isSelected).map(({ disk }) => disk.facts.id);
}

/** What is wrong with the list as a whole. A failed read outranks the others: its list may be old. */
export function diskListProblem(
  disks: readonly JudgedDisk[],
  hasFailed: boolean,
): DiskListProblem | undefined {
  if (hasFailed) return 'listFailed';
  if (disks.length === 0) return 'noneAttached';
  return disks.some(({ usable }) => usable) ? undefined : 'noneUsable';
}

/** True when the drive is encrypted already, so that its own key can be given instead of erasing it. */
export function canUseExistingKey(row: DiskRow): boolean {
  return (
    canChoose(row) &&
    row.disk.facts.volumes.some(({ bitLocker }) => bitLocker !== 'off' && bitLocker !== 'unknown')
  );
}

/** Last characters of a serial number with two dots in front, as the table shows it. */
export function serialTail(serial: string): string {
  const text = serial.trim();
  return text.length <= 4 ? text : `..${text.slice(-4)}`;
}

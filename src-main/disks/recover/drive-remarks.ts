import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import type { InspectOutput } from './inspect-drive.ts';

/** What the operator should know about a drive that was not erased first. Nothing of it stops the drive. */
export function driveRemarks(serial: string, found: InspectOutput): TaskWarning[] {
  const remarks: TaskWarning[] = [];
  if (found.manifest === 'damaged') {
    remarks.push({ code: 'drive.manifestDamaged', path: serial, reason: '' });
  }
  for (const name of found.changed) remarks.push({ code: 'drive.fileDiffers', path: name, reason: serial });
  if (found.otherEntries.length > 0) {
    const reason = found.otherEntries.join(', ').slice(0, 512);
    remarks.push({ code: 'drive.otherFiles', path: serial, reason });
  }
  return remarks;
}

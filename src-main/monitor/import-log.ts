import type { ImportLogEntry } from '../../src-shared/domain/import-status.ts';
import { parseCopyLog } from './copy-log.ts';
import { parseDriveLog } from './drive-log.ts';
import { parseXmlFragment, XmlRefused } from './xml-fragment.ts';

/**
 * Reads a copy log in any of its three formats (import-export.md 2.4 to 2.6): DriveLog 2014-11-01, DriveLog 2018-10-01, and the
 * fragments CopyLog and VerboseLog of 2021-08-01.
 * @param driveId drive that the log was asked for; logs of 2021 name it by a GUID or not at all
 * @throws XmlRefused when it is none of them
 */
export function parseImportLog(text: string, driveId: string): readonly ImportLogEntry[] {
  const elements = parseXmlFragment(text);
  const driveLog = elements.find(({ name }) => name === 'DriveLog');
  if (driveLog !== undefined) return parseDriveLog(driveLog, driveId);
  const known = ['ErroredEntity', 'CopyLog', 'File', 'Entity'];
  if (text.trim() !== '' && !elements.some(({ name }) => known.includes(name))) {
    throw new XmlRefused('Not a copy log');
  }
  return parseCopyLog(elements, driveId);
}

import { createHash } from 'node:crypto';
import { open, readFile, truncate } from 'node:fs/promises';
import { z } from 'zod';
import { countSchema, instantSchema } from '../../src-shared/domain/scalars.ts';
import { systemErrorCode } from '../platform/node/unexpected-error.ts';

const journalEntrySchema = z.strictObject({
  sequence: countSchema,
  at: instantSchema,
  event: z.string().min(1).max(128),
  /** Replaced parts of the job by name. */
  changed: z.record(z.string(), z.unknown()),
});
/** One change of a job. */
export type JournalEntry = Readonly<z.infer<typeof journalEntrySchema>>;

/** The journal holds something that no interrupted write can explain. */
export class JournalDamage extends Error {}

const linePattern = /^(\{.*),"sha256":"([0-9a-f]{64})"\}$/s;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** One journal line: the entry's JSON with the checksum of its own bytes as the last member, and LF. */
export function toJournalLine(entry: JournalEntry): string {
  const body = JSON.stringify(entry);
  return `${body.slice(0, -1)},"sha256":"${sha256(body)}"}\n`;
}

function fromJournalLine(line: string, number: number): JournalEntry {
  const match = linePattern.exec(line);
  const body = match?.[1] === undefined ? undefined : `${match[1]}}`;
  if (body === undefined || sha256(body) !== match?.[2]) {
    throw new JournalDamage(`Line ${number} does not match its checksum`);
  }
  const entry = journalEntrySchema.safeParse(JSON.parse(body));
  if (!entry.success) throw new JournalDamage(`Line ${number} is not a change`);
  return entry.data;
}

/** A write that was interrupted leaves a line without its end, or a block of zeros where data never reached the disk. */
function lengthOfWholeLines(content: Buffer): number {
  const end = content.lastIndexOf(0x0a) + 1;
  const lastLineStart = end === 0 ? 0 : content.lastIndexOf(0x0a, end - 2) + 1;
  return content.subarray(lastLineStart, end).includes(0) ? lastLineStart : end;
}

/**
 * Reads a journal; a torn last line was never promised to anybody and is cut off.
 * @returns the entries in order and the length of the file in bytes; no entries when there is no file
 * @throws JournalDamage when a line that was complete has changed
 */
export async function readJournal(
  path: string,
): Promise<{ readonly entries: readonly JournalEntry[]; readonly bytes: number }> {
  let content: Buffer;
  try {
    content = await readFile(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return { entries: [], bytes: 0 };
    throw error;
  }
  const bytes = lengthOfWholeLines(content);
  const lines = content.subarray(0, bytes).toString('utf8').split('\n').slice(0, -1);
  const entries = lines.map((line, index) => fromJournalLine(line, index + 1));
  for (const [index, entry] of entries.entries()) {
    const previous = entries[index - 1];
    if (previous !== undefined && entry.sequence !== previous.sequence + 1) {
      throw new JournalDamage(`Line ${index + 1} does not follow the line before it`);
    }
  }
  if (bytes < content.length) await truncate(path, bytes);
  return { entries, bytes };
}

/**
 * Appends one line behind the bytes that are known to be whole and syncs it. A new file's place in its folder is the caller's to
 * sync.
 * @returns the new length of the file in bytes
 * @throws the system's error; the file then ends where it ended before
 */
export async function appendToJournal(path: string, bytes: number, line: string): Promise<number> {
  const handle = await open(path, bytes === 0 ? 'w' : 'r+', 0o600);
  const content = Buffer.from(line, 'utf8');
  try {
    try {
      // A failed append that could not be taken back would stick out behind a shorter line and look like damage.
      await handle.truncate(bytes);
      for (let written = 0; written < content.length; ) {
        const result = await handle.write(content, written, content.length - written, bytes + written);
        written += result.bytesWritten;
      }
      await handle.sync();
    } catch (error) {
      // The failure that counts is the first one; what stays behind is cut by the next append or the next reader.
      await handle.truncate(bytes).catch(() => undefined);
      throw error;
    }
  } finally {
    await handle.close();
  }
  return bytes + content.length;
}

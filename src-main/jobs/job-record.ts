import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type JobSnapshot, jobSnapshotSchema } from '../../src-shared/domain/job.ts';
import { countSchema, sha256HexSchema } from '../../src-shared/domain/scalars.ts';
import { syncFolder, writeFileAtomically } from '../platform/node/atomic-file.ts';
import { systemErrorCode } from '../platform/node/unexpected-error.ts';
import { appendToJournal, type JournalEntry, readJournal, toJournalLine } from './journal.ts';

/** The journal is folded into a snapshot when it has grown by so many bytes; keeps opening quick. */
const journalLimitBytes = 1024 * 1024;

const snapshotFileSchema = z.strictObject({
  sequence: countSchema,
  sha256: sha256HexSchema,
  /** JSON text of the job, so that the checksum covers exactly what is read. */
  job: z.string(),
});

/** One job's place on disk with its newest state. */
export interface JobRecord {
  readonly folder: string;
  readonly job: JobSnapshot;
  readonly sequence: number;
  readonly journalBytes: number;
}

/** The record cannot be read back as it was written. */
export class RecordDamage extends Error {}

const journalPath = (folder: string): string => join(folder, 'journal.ndjson');
const snapshotPath = (folder: string): string => join(folder, 'snapshot.json');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function readSnapshot(
  folder: string,
): Promise<{ readonly sequence: number; readonly job: Record<string, unknown> } | undefined> {
  let text: string;
  try {
    text = await readFile(snapshotPath(folder), 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const file = snapshotFileSchema.safeParse(parseJson(text));
  if (!file.success || sha256(file.data.job) !== file.data.sha256) {
    throw new RecordDamage('The snapshot does not match its checksum');
  }
  return { sequence: file.data.sequence, job: JSON.parse(file.data.job) as Record<string, unknown> };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads one job: snapshot, then the changes behind it.
 * @returns undefined when the record was never finished being created, so nobody was told of it
 * @throws RecordDamage or JournalDamage; nothing is changed on disk then
 */
export async function readJobRecord(folder: string): Promise<JobRecord | undefined> {
  const snapshot = await readSnapshot(folder);
  const { entries, bytes } = await readJournal(journalPath(folder));
  if (snapshot === undefined && entries.length === 0) return undefined;
  let job: Record<string, unknown> = snapshot?.job ?? {};
  let sequence = snapshot?.sequence ?? 0;
  const [first] = entries;
  if (first !== undefined && first.sequence > sequence + 1) {
    throw new RecordDamage(`Changes ${sequence + 1} to ${first.sequence - 1} are missing`);
  }
  for (const entry of entries) {
    if (entry.sequence <= sequence) continue;
    job = { ...job, ...entry.changed };
    sequence = entry.sequence;
  }
  const parsed = jobSnapshotSchema.safeParse(job);
  if (!parsed.success) throw new RecordDamage(`The job has a wrong shape: ${z.prettifyError(parsed.error)}`);
  return { folder, job: parsed.data, sequence, journalBytes: bytes };
}

/** Creates the folder with the first line of the journal, durably. */
export async function createJobRecord(folder: string, job: JobSnapshot): Promise<JobRecord> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const entry: JournalEntry = { sequence: 1, at: job.createdAt, event: 'job.created', changed: { ...job } };
  const journalBytes = await appendToJournal(journalPath(folder), 0, toJournalLine(entry));
  await syncFolder(folder);
  await syncFolder(dirname(folder));
  return { folder, job, sequence: 1, journalBytes };
}

/** Parts that differ, by value: what a journal line holds. */
function changedParts(before: JobSnapshot, after: JobSnapshot): Record<string, unknown> {
  const previous: Readonly<Record<string, unknown>> = before;
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(previous[name])),
  );
}

/** Appends a change and syncs it; folds the journal into a snapshot when it has become long. */
export async function appendJobChange(
  record: JobRecord,
  event: string,
  job: JobSnapshot,
): Promise<JobRecord> {
  const sequence = record.sequence + 1;
  const line = toJournalLine({ sequence, at: job.updatedAt, event, changed: changedParts(record.job, job) });
  const journalBytes = await appendToJournal(journalPath(record.folder), record.journalBytes, line);
  // The first line behind a snapshot makes a new file, which must be found again after a power cut.
  if (record.journalBytes === 0) await syncFolder(record.folder);
  const changed = { folder: record.folder, job, sequence, journalBytes };
  return journalBytes > journalLimitBytes ? foldJournal(changed) : changed;
}

/**
 * The change is safe already, so trouble here only means that the journal stays long. The order matters: until the snapshot
 * is in place the journal has everything; afterwards its lines are passed over by their sequence.
 */
async function foldJournal(record: JobRecord): Promise<JobRecord> {
  const text = JSON.stringify(record.job);
  const file = JSON.stringify({ sequence: record.sequence, sha256: sha256(text), job: text });
  try {
    await writeFileAtomically(snapshotPath(record.folder), file);
    // Durable together with the new journal: undone by a power cut before that, the old one is whole and passed over.
    await rename(journalPath(record.folder), join(record.folder, 'journal-before-snapshot.ndjson'));
    return { ...record, journalBytes: 0 };
  } catch {
    return record;
  }
}

/** Removes a record in one step: it is renamed first, so that a kill half-way cannot leave half a job. */
export async function removeJobRecord(folder: string): Promise<void> {
  const trash = removedRecordPath(folder);
  await rename(folder, trash);
  await syncFolder(dirname(folder));
  await rm(trash, { recursive: true, force: true });
}

const removedSuffix = '.removed';
const removedRecordPath = (folder: string): string => `${folder}${removedSuffix}`;
export const isRemovedRecord = (name: string): boolean => name.endsWith(removedSuffix);

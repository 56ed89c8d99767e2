/** @file Worker thread: what a restore made so far, in a file in its target, so that the next run goes on after a kill or stop. */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, rmSync, writeSync } from 'node:fs';
import { takeOwnerLock } from '../../platform/node/owner-lock.ts';
import type { ByteText } from '../format/byte-text.ts';
import { joinBytes, nativeFromBytes } from '../scan/native-path.ts';
import type { RestoreRequest } from '../staging-types.ts';
import { bootedAt, type EarlierState, type JournalLine, readEarlierRuns } from './journal-lines.ts';
import { rangesOf } from './ordinal-ranges.ts';
import { newRunName } from './temporary-names.ts';

/** Lines of the catalog that are about to be restored. */
export interface BegunEntries {
  /** Rising. */
  readonly ordinals: readonly number[];
  /** Those that replace something of somebody else's. */
  readonly over?: readonly number[];
  /** Those that get another name than their own. */
  readonly names?: ReadonlyMap<number, ByteText>;
}

export interface RestoreJournal extends EarlierState {
  /** Of this run, for temporary names. */
  readonly run: string;
  /** The first folder of the target is there; a journal is made, unless there is one. */
  start(folder: ByteText): Promise<void>;
  /** Call before anything is made. Where the journal cannot be written the restore goes on without. */
  begin(entries: BegunEntries): void;
  /** Rising; without those that failed. */
  done(ordinals: readonly number[]): void;
  /** All is restored: nothing is left to go on with. */
  remove(): Promise<void>;
  /** Leaves the journal for the next run. */
  close(): Promise<void>;
}

/** Restores of the same entries of the same point to the same place, in the same way, are one. */
export function restoreIdentity(request: RestoreRequest, recoveryPointId: string): string {
  const { target, conflict, selection } = request;
  const facts = [recoveryPointId, target, conflict, selection.toSorted()];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

export interface JournalPlaces {
  readonly identity: string;
  /** Folders that may hold the journal of an earlier run. None: nothing is remembered. */
  readonly folders: readonly ByteText[];
}

/** Looks for the journal of an earlier run. Of two restores that are the same and run at once, only the first remembers anything. */
export async function openJournal({ identity, folders }: JournalPlaces): Promise<RestoreJournal> {
  const run = newRunName();
  let state: EarlierState = { runs: [], earlier: () => undefined };
  let path: string | undefined;
  let file: number | undefined;
  let release: (() => Promise<void>) | undefined;
  let isUsable = folders.length > 0;

  const pathIn = (folder: ByteText): string | undefined => {
    const native = nativeFromBytes(joinBytes(folder, `.obw-restore-${identity.slice(0, 12)}.journal`));
    return typeof native === 'string' ? native : undefined;
  };
  const close = async (): Promise<void> => {
    if (file !== undefined) closeSync(file);
    file = undefined;
    await release?.();
    release = undefined;
  };
  const append = (line: JournalLine): void => {
    if (file === undefined) return;
    try {
      // Begins a line of its own also where a kill cut the last one off.
      const bytes = Buffer.from(`\n${JSON.stringify(line)}`);
      if (writeSync(file, bytes) < bytes.length) throw new Error('line is cut off');
    } catch {
      // What is made from now on is not known to the next run, which then treats it as it would anything else that is there.
      closeSync(file);
      file = undefined;
    }
  };
  const open = async (wanted: string): Promise<void> => {
    const lock = await takeOwnerLock(`${wanted}.lock`).catch(() => undefined);
    isUsable = lock?.state === 'held';
    if (lock?.state !== 'held') return;
    release = lock.release;
    path = wanted;
    state = readEarlierRuns(wanted);
    try {
      file = openSync(wanted, 'a', 0o600);
    } catch {
      isUsable = false;
    }
    append({ run, at: Date.now(), bootedAt: bootedAt() });
  };
  const found = folders.map(pathIn).find((wanted) => wanted !== undefined && existsSync(wanted));
  if (found !== undefined) await open(found);

  return {
    run,
    get runs() {
      return state.runs;
    },
    earlier: (ordinal) => state.earlier(ordinal),
    async start(folder) {
      if (path !== undefined || !isUsable) return;
      const wanted = pathIn(folders.includes(folder) ? folder : (folders[0] ?? folder));
      if (wanted !== undefined) await open(wanted);
    },
    begin({ ordinals, over = [], names }) {
      append({
        begin: rangesOf(ordinals),
        ...(over.length === 0 ? {} : { over: rangesOf(over) }),
        ...(names === undefined || names.size === 0 ? {} : { names: Object.fromEntries(names) }),
        at: Date.now(),
      });
    },
    done: (ordinals) => append({ done: rangesOf(ordinals), at: Date.now() }),
    async remove() {
      await close();
      if (path !== undefined && isUsable) rmSync(path, { force: true });
    },
    close,
  };
}

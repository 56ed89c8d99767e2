/** @file One owner per file, also between computers that share a folder; a dead owner's lock is taken over. */
import { open, readFile, rm, stat } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { systemErrorCode } from './unexpected-error.ts';

const ownerSchema = z.object({
  machine: z.string(),
  pid: z.int().positive(),
  /** ISO 8601, clock of the owner's computer. */
  since: z.iso.datetime(),
});
export type LockOwner = Readonly<z.infer<typeof ownerSchema>>;

export type LockAttempt =
  /** `release` never throws. */
  | { readonly state: 'held'; release(): Promise<void> }
  | { readonly state: 'taken'; readonly owner: LockOwner };

/** Clocks are set while a computer runs; an owner older than the boot by more than this is from before it. */
const bootToleranceMilliseconds = 60_000;
const attempts = 10;
/** Removing a dead owner's lock takes milliseconds; a turn older than this belongs to somebody, on whatever computer, who died over it. */
const longestTurnMilliseconds = 10_000;

/** Locks of this process; one with our pid that is not among them was left by another process that had the pid. */
const held = new Set<string>();

const currentOwner = (): LockOwner => ({
  machine: hostname(),
  pid: process.pid,
  since: new Date().toISOString(),
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}

/** Only this computer's processes can be looked at: another computer's lock is believed. */
function isStale(owner: LockOwner, path: string): boolean {
  if (owner.machine !== hostname()) return false;
  if (owner.pid === process.pid) return !held.has(path);
  const bootedAt = Date.now() - uptime() * 1000;
  return !isAlive(owner.pid) || Date.parse(owner.since) < bootedAt - bootToleranceMilliseconds;
}

/** A lock without readable owner is being written right now, or its writer was killed in that moment: wait, then take it. */
async function readOwner(path: string): Promise<LockOwner | undefined> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      return ownerSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return undefined;
      await pause(100);
    }
  }
  return undefined;
}

async function create(path: string): Promise<boolean> {
  const handle = await open(path, 'wx', 0o600).catch((error: unknown) => {
    if (systemErrorCode(error) === 'EEXIST') return undefined;
    throw error;
  });
  if (handle === undefined) return false;
  // Before there is anything to read: another call of this process would take our own pid for a leftover.
  held.add(path);
  try {
    await handle.writeFile(JSON.stringify(currentOwner()));
  } catch (error) {
    await rm(path, { force: true });
    held.delete(path);
    throw error;
  } finally {
    await handle.close();
  }
  return true;
}

/** A turn whose owner was killed over it would keep everybody out. */
async function removeDeadTurn(turnPath: string): Promise<void> {
  const found = await stat(turnPath).catch(() => undefined);
  if (found === undefined) return;
  const owner = await readOwner(turnPath);
  const now = await stat(turnPath).catch(() => undefined);
  // Gone, or another one: the other has finished.
  if (now?.ino !== found.ino || now.mtimeMs !== found.mtimeMs) return;
  const isOld = Date.now() - now.mtimeMs > longestTurnMilliseconds;
  if (isOld || owner === undefined || isStale(owner, turnPath)) await rm(turnPath, { force: true });
}

async function removeInTurn(path: string): Promise<void> {
  const turnPath = `${path}.takeover`;
  const turn = await open(turnPath, 'wx', 0o600).catch((error: unknown) => {
    if (systemErrorCode(error) === 'EEXIST') return undefined;
    throw error;
  });
  if (turn === undefined) {
    await removeDeadTurn(turnPath);
    await pause(50);
    return;
  }
  try {
    await turn.writeFile(JSON.stringify(currentOwner()));
    const owner = await readOwner(path);
    if (owner === undefined || isStale(owner, path)) await rm(path, { force: true });
  } finally {
    await turn.close();
    await rm(turnPath, { force: true });
  }
}

/** Takeovers of this process: one at a time, so that a turn with our own number that is about was left by another process. */
const takeovers = new Map<string, Promise<void>>();

/**
 * Removes a dead owner's lock. Several may find it dead at once: they take turns and look again, since after the first of them
 * the lock at this path is a living one.
 */
async function removeStale(path: string): Promise<void> {
  const earlier = takeovers.get(path) ?? Promise.resolve();
  const own = earlier.catch(() => undefined).then(() => removeInTurn(path));
  takeovers.set(path, own);
  try {
    await own;
  } finally {
    if (takeovers.get(path) === own) takeovers.delete(path);
  }
}

/**
 * Takes a lock, or says who has it.
 * @param path file of the lock; its folder exists
 * @throws the system's error when the file cannot be written
 */
export async function takeOwnerLock(path: string): Promise<LockAttempt> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (await create(path)) {
      return {
        state: 'held',
        async release() {
          // A file that stays because its disk has gone counts as left over from now on; the work it guarded is what is told.
          await rm(path, { force: true }).catch(() => undefined);
          held.delete(path);
        },
      };
    }
    const owner = await readOwner(path);
    if (owner !== undefined && !isStale(owner, path)) return { state: 'taken', owner };
    await removeStale(path);
  }
  return { state: 'taken', owner: currentOwner() };
}

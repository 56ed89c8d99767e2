/** @file Shadow copies of Windows behind the snapshot port. */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { PrerequisitesReader } from '../ports/computer-prerequisites.ts';
import type { SnapshotAvailability, SourceSnapshots, VolumeSnapshot } from '../ports/source-snapshot.ts';
import { ScriptRefusal } from './powershell/parse-answer.ts';
import type { PowerShell } from './powershell/power-shell.ts';
import { systemErrorOf } from './powershell/script-errors.ts';
import {
  createSnapshotScript,
  listSnapshotsScript,
  releaseSnapshotsScript,
  type Shadow,
} from './scripts/snapshot-scripts.ts';
import { type SnapshotIntent, SnapshotJournal } from './snapshot-journal.ts';
import { pathInSnapshot, volumeRootOf } from './snapshot-path.ts';

export interface WindowsSnapshotOptions {
  readonly powerShell: PowerShell;
  readonly prerequisites: PrerequisitesReader;
  /** File that remembers snapshots over a crash. */
  readonly journalPath: string;
  /** The computer's own time, as the system stamps snapshots with it. */
  readonly now: () => Date;
}

/** Longer than the script may take: a snapshot of ours is no younger than its intent and this. */
const creationMilliseconds = 6 * 60_000;
/** Clocks of the service and of this program are the same, but for rounding. */
const roundingMilliseconds = 2000;
const sameVolume = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/**
 * The snapshot that an intent led to, when only one can be it: it was not there before, is of the same volume and kind and was made in the
 * minutes after. With two candidates one is another program's, so none is taken.
 */
export function snapshotOfIntent(intent: SnapshotIntent, shadows: readonly Shadow[]): string | undefined {
  const startedAt = Date.parse(intent.startedAt);
  const candidates = shadows.filter(({ id, volume, createdAt, isClientAccessible }) => {
    const age = Date.parse(createdAt) - startedAt;
    return (
      isClientAccessible &&
      sameVolume(volume, intent.volume) &&
      !intent.idsBefore.includes(id) &&
      age >= -roundingMilliseconds &&
      age <= creationMilliseconds
    );
  });
  return candidates.length === 1 ? candidates[0]?.id : undefined;
}

class WindowsSnapshots implements SourceSnapshots {
  readonly #options: WindowsSnapshotOptions;
  readonly #journal: SnapshotJournal;

  constructor(options: WindowsSnapshotOptions) {
    this.#options = options;
    this.#journal = new SnapshotJournal(options.journalPath);
  }

  async availability(signal?: AbortSignal): Promise<SnapshotAvailability> {
    const { isElevated, hasSnapshots } = await this.#options.prerequisites.read(signal);
    if (!isElevated) return { isAvailable: false, reason: 'notElevated' };
    return hasSnapshots ? { isAvailable: true } : { isAvailable: false, reason: 'serviceMissing' };
  }

  volumeOf(path: string): string | undefined {
    return volumeRootOf(path);
  }

  pathIn(path: string, snapshots: readonly VolumeSnapshot[]): string | undefined {
    return pathInSnapshot(path, snapshots);
  }

  async create(volumes: readonly string[], signal?: AbortSignal): Promise<readonly VolumeSnapshot[]> {
    const made: VolumeSnapshot[] = [];
    try {
      for (const volume of volumes) made.push(await this.#createOne(volume, signal));
      return made;
    } catch (error) {
      // What stays because releasing fails too is in the journal, and goes at the next start.
      for (const { id } of made) await this.release(id).catch(() => undefined);
      throw error;
    }
  }

  async #createOne(volume: string, signal: AbortSignal | undefined): Promise<VolumeSnapshot> {
    const { powerShell, now } = this.#options;
    const before = await this.#shadows(signal);
    const intent: SnapshotIntent = {
      volume,
      startedAt: now().toISOString(),
      idsBefore: before.map(({ id }) => id),
    };
    await this.#journal.change(({ intents, ids }) => ({ intents: [...intents, intent], ids }));
    try {
      const { shadow } = await powerShell.run(createSnapshotScript, { values: { volume }, signal });
      await this.#journal.change(({ intents, ids }) => ({
        intents: intents.filter((other) => !isSameIntent(other, intent)),
        ids: [...ids, shadow.id],
      }));
      return { id: shadow.id, volume, devicePath: shadow.devicePath };
    } catch (error) {
      if (error instanceof ScriptRefusal) {
        // Windows itself said that there is none; after a kill or a time-out there may be one, and the intent stays.
        await this.#journal.change(({ intents, ids }) => ({
          intents: intents.filter((other) => !isSameIntent(other, intent)),
          ids,
        }));
      }
      throw snapshotErrorOf(error, volume);
    }
  }

  async #shadows(signal?: AbortSignal): Promise<readonly Shadow[]> {
    try {
      const { shadows } = await this.#options.powerShell.run(listSnapshotsScript, { signal });
      return shadows;
    } catch (error) {
      throw systemErrorOf(error);
    }
  }

  async release(id: string): Promise<void> {
    await this.#releaseAll([id]);
  }

  async #releaseAll(wanted: readonly string[]): Promise<number> {
    if (wanted.length === 0) return 0;
    try {
      const { released } = await this.#options.powerShell.run(releaseSnapshotsScript, {
        values: { ids: wanted },
      });
      await this.#journal.change(({ intents, ids }) => ({
        intents,
        ids: ids.filter((id) => !wanted.includes(id)),
      }));
      return released.length;
    } catch (error) {
      throw systemErrorOf(error);
    }
  }

  async releaseLeftOvers(): Promise<number> {
    const { intents, ids } = await this.#journal.read();
    if (intents.length === 0 && ids.length === 0) return 0;
    const shadows = intents.length === 0 ? [] : await this.#shadows();
    const found = intents.map((intent) => snapshotOfIntent(intent, shadows));
    const released = await this.#releaseAll([...ids, ...found.filter((id) => id !== undefined)]);
    await this.#journal.change((record) => ({
      intents: record.intents.filter((intent) => !intents.some((old) => isSameIntent(old, intent))),
      ids: record.ids,
    }));
    return released;
  }
}

const isSameIntent = (one: SnapshotIntent, other: SnapshotIntent): boolean =>
  one.volume === other.volume && one.startedAt === other.startedAt;

/** Return codes of Win32_ShadowCopy.Create: 6 is no space, 8 too many, 9 another one under way, 10 vetoed by the provider. */
function snapshotErrorOf(error: unknown, volume: string): unknown {
  if (!(error instanceof ScriptRefusal)) return error;
  const [prefix, kind, result = ''] = error.failure.id.split(':');
  if (prefix !== 'refused' || kind !== 'snapshot') return systemErrorOf(error);
  if (result === '1')
    return new AppError({ kind: 'environment', code: 'windows.accessDenied', cause: error });
  return new AppError({
    kind: 'environment',
    code: 'windows.snapshotFailed',
    params: { volume, result },
    retry: 'same-call',
    cause: error,
  });
}

export function createWindowsSourceSnapshots(options: WindowsSnapshotOptions): SourceSnapshots {
  return new WindowsSnapshots(options);
}

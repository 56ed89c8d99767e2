import type { AppOrigin } from '../ipc/origin.ts';
import type { Notifier } from '../platform/ports/notifier.ts';
import type { PowerBlocker } from '../platform/ports/power-blocker.ts';
import type { SecretStore } from '../platform/ports/secret-store.ts';
import type { DriveMounts } from '../practice/drives/mounts/drive-mounts.ts';
import type { DiskMode } from './choose-disk-platform.ts';
import type { StartWords } from './start-requests.ts';

/** What differs between the hosts; everything else is the same program. */
export interface ComposeOptions {
  readonly host: 'electron' | 'browser' | 'console';
  readonly version: string;
  readonly origin: AppOrigin;
  /** Absolute folder of this program's own state: jobs, log, preferences, practice world. */
  readonly dataFolder: string;
  readonly secrets: SecretStore;
  readonly power: PowerBlocker;
  readonly notifier: Notifier;
  /** Opens a page in the system browser; only https URLs the program itself knows arrive here. */
  openLink(url: URL): Promise<void>;
  /** Arguments of this start: staging location, job file (docs/disks.md). */
  readonly start?: StartWords;
  /** Disks of this computer, or those of practice, which is the default. `real` is refused with the practice cloud (`practice.realDisks`). */
  readonly disks?: DiskMode;
  /** Practice drives to begin with, when the practice world is new. */
  readonly practiceDrives?: { readonly count: number; readonly sizeBytes: number };
  /** Gives practice drives file systems of their own; folders without it. */
  readonly practiceMounts?: DriveMounts;
  /** Folder of the practice world, when it is shared with another program; below `dataFolder` by default. */
  readonly practiceFolder?: string;
}

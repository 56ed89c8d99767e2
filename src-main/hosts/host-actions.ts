import { mkdir, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { emptyInitiateDraft } from '../../src-shared/domain/initiate-draft.ts';
import type { HostActions } from '../ipc/services.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { PreferencesStore } from '../jobs/preferences.ts';
import { writeSampleSource } from '../practice/sample-source.ts';
import type { ComposeOptions } from './compose-options.ts';
import { openNamedLink } from './external-links.ts';
import type { StartRequests } from './start-requests.ts';

/** Volumes of a rehearsal: small, so that one practice drive takes several. */
const sampleVolumeBytes = 32 * 1024 * 1024;

export interface HostActionParts {
  readonly options: ComposeOptions;
  readonly jobs: JobStore;
  readonly preferences: PreferencesStore;
  readonly machineName: string;
  /** Whether this run of the program rehearses. */
  readonly isPractice: boolean;
  readonly start: Pick<StartRequests, 'take'>;
  quit(): void;
}

/** Folders that a rehearsal uses, below the practice folder of this computer. */
function practiceFolders(options: ComposeOptions): { source: string; staging: string; recovered: string } {
  const base = path.join(options.dataFolder, 'rehearsal');
  return {
    source: path.join(base, 'source'),
    staging: path.join(base, 'staging'),
    recovered: path.join(base, 'recovered'),
  };
}

const isFolder = async (candidate: string): Promise<boolean> =>
  (await stat(candidate).catch(() => undefined))?.isDirectory() ?? false;

/** What only the host can do, for every host the same but for its options. */
export function createHostActions(parts: HostActionParts): HostActions {
  const { options, jobs, preferences, machineName, isPractice } = parts;
  const folders = practiceFolders(options);
  return {
    async info() {
      const hasSample = await isFolder(folders.source);
      return {
        version: options.version,
        host: options.host,
        platform: process.platform,
        machineName,
        isPractice,
        preferences: preferences.get(),
        suggestedStagingPath: folders.staging,
        suggestedRecoveryPath: folders.recovered,
        ...(hasSample ? { sampleSourcePath: folders.source } : {}),
      };
    },
    takeStart: () => parts.start.take(),
    quit: parts.quit,
    openLink: (name) => openNamedLink(name, (url) => options.openLink(url)),
    async startSample() {
      await writeSampleSource(folders.source);
      await mkdir(folders.staging, { recursive: true });
      await mkdir(folders.recovered, { recursive: true });
      const draft = emptyInitiateDraft();
      const job = await jobs.create({
        role: 'source',
        cloudId: 'practice',
        machineName: machineName || os.hostname(),
        draft: {
          ...draft,
          items: [{ path: folders.source, kind: 'folder' }],
          volumeBytes: sampleVolumeBytes,
          offlineDetails: { ...draft.offlineDetails, stagingLocation: folders.staging },
        },
      });
      return job.id;
    },
  };
}

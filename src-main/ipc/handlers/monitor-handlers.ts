import type { HandlersOf } from '../../../src-shared/contract/calls.ts';
import type { monitorCalls } from '../../../src-shared/contract/monitor-calls.ts';
import type { Services } from '../services.ts';

/** Routes the calls of Monitor. */
export function monitorHandlers({ monitor, vault }: Services): HandlersOf<typeof monitorCalls> {
  return {
    'monitor.refresh': ({ jobId }) => monitor.refresh(jobId),
    'monitor.logs': async ({ jobId, driveId }) => {
      const { entries, total } = await monitor.logs(jobId, driveId);
      return { entries: [...entries], total };
    },
    'monitor.moveToVault': async ({ jobId }) => ({ taskId: await vault.moveToVault(jobId) }),
    'monitor.runIncremental': async ({ jobId, passphrase }) => ({
      taskId: await vault.runIncremental(jobId, passphrase),
    }),
    'monitor.cleanUpPreview': ({ jobId }) => vault.cleanUpPreview(jobId),
    'monitor.cleanUp': async ({ jobId, typedText }) => ({ taskId: await vault.cleanUp(jobId, typedText) }),
    'monitor.revealRecoveryPassword': ({ jobId, driveId }) => monitor.revealRecoveryPassword(jobId, driveId),
    'monitor.supportBundle': async ({ jobId, folder }) => ({
      path: await monitor.supportBundle(jobId, folder),
    }),
  };
}

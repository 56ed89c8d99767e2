import type { HandlersOf } from '../../../src-shared/contract/calls.ts';
import type { recoverCalls } from '../../../src-shared/contract/recover-calls.ts';
import type { Services } from '../services.ts';

/** Routes the calls of Recover. */
export function recoverHandlers({ recover }: Services): HandlersOf<typeof recoverCalls> {
  return {
    'recover.points': async ({ jobId }) => [...recover.points(jobId)],
    'recover.open': ({ jobId, recoveryPointId, passphrase }) =>
      recover.open(jobId, recoveryPointId, passphrase),
    'recover.close': async ({ sessionId }) => {
      recover.closeSession(sessionId);
      return {};
    },
    'recover.browse': async ({ sessionId, path }) => {
      const { entries, truncated } = await recover.browse(sessionId, path);
      return { entries: [...entries], truncated };
    },
    'recover.search': async ({ sessionId, text }) => {
      const { entries, truncated } = await recover.search(sessionId, text);
      return { entries: [...entries], truncated };
    },
    'recover.start': async (input) => ({ taskId: await recover.start(input) }),
    'recover.result': async ({ taskId }) => recover.result(taskId),
    'recover.saveReport': async ({ taskId, folder }) => ({ path: await recover.saveReport(taskId, folder) }),
  };
}

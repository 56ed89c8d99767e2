import type { appCalls } from '../../../src-shared/contract/app-calls.ts';
import type { HandlersOf } from '../../../src-shared/contract/calls.ts';
import type { Services } from '../services.ts';

/** Routes the calls of the frame: account, folders, Activity, practice clock. */
export function appHandlers(services: Services): HandlersOf<typeof appCalls> {
  const { account, files, host, monitor, practice, preferences, tasks } = services;
  return {
    'app.info': () => host.info(),
    'app.takeStart': async () => host.takeStart(),
    'app.setPreferences': (input) => preferences.set(input),
    'app.quit': async () => {
      host.quit();
      return {};
    },
    'app.openLink': async ({ link }) => {
      await host.openLink(link);
      return {};
    },
    'account.status': () => account.status(),
    'account.signIn': (input) => account.signIn(input),
    'account.signOut': () => account.signOut(),
    'files.list': async ({ path }) => {
      const { entries, truncated } = await files.list(path);
      return { entries: [...entries], truncated };
    },
    'activity.list': async () => [...tasks.list()],
    'activity.pause': async ({ taskId }) => {
      tasks.pause(taskId);
      return {};
    },
    'activity.resume': async ({ taskId }) => {
      tasks.resume(taskId);
      return {};
    },
    'activity.stop': async ({ taskId }) => {
      tasks.stop(taskId);
      return {};
    },
    'activity.dismiss': async ({ taskId }) => {
      tasks.dismiss(taskId);
      return {};
    },
    'practice.status': () => practice.status(),
    'practice.advance': async ({ to, hours }) => {
      const status = await practice.advance(to === 'nextEvent' ? { to } : { to, hours: hours ?? 1 });
      monitor.hurry();
      return status;
    },
    'practice.attachDrive': async ({ sizeBytes }) => {
      await practice.attachDrive(sizeBytes);
      return {};
    },
    'practice.startSample': async () => ({ jobId: await host.startSample() }),
  };
}

import type { Account, AppInfo } from '../../src-shared/contract/app-calls.ts';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import type { TaskSnapshot } from '../../src-shared/domain/tasks.ts';
import { createFakeBridge, type FakeBridge, type FakeHandlers } from './fake-bridge.ts';
import { sampleAppInfo } from './samples.ts';

export interface FakeAppState {
  readonly info?: Partial<AppInfo>;
  readonly account?: Account;
  readonly jobs?: readonly JobSnapshot[];
  readonly tasks?: readonly TaskSnapshot[];
}

const signedOut: Account = { signedIn: false, cloudId: 'practice', userName: '', tenantId: '' };
const signedIn: Account = {
  signedIn: true,
  cloudId: 'practice',
  userName: 'ada@contoso.example',
  tenantId: 'b5a1d6a0-9a4e-4d8c-9a7e-3f1f5f6d0c11',
};

/** Fake bridge that already answers what the frame asks for; pages add their own handlers. */
export function createFakeApp(state: FakeAppState = {}, handlers: FakeHandlers = {}): FakeBridge {
  let info = sampleAppInfo(state.info);
  let account = state.account ?? signedOut;
  const jobs = [...(state.jobs ?? [])];
  const tasks = [...(state.tasks ?? [])];
  const fake = createFakeBridge({
    'app.info': () => info,
    'app.takeStart': () => ({ wantsShipping: false }),
    'app.setPreferences': (preferences) => {
      info = { ...info, preferences };
      return preferences;
    },
    'app.openLink': () => ({}),
    'account.status': () => account,
    'account.signIn': () => {
      account = signedIn;
      return account;
    },
    'account.signOut': () => {
      account = signedOut;
      return account;
    },
    'jobs.list': () => jobs,
    'jobs.get': ({ jobId }) => {
      const job = jobs.find(({ id }) => id === jobId);
      if (job === undefined) throw { kind: 'user', code: 'job.notFound', params: {} };
      return job;
    },
    'activity.list': () => tasks,
    'practice.status': () => ({
      now: '2026-11-21T02:52:00.000Z',
      nextEvent: { code: 'drivesReceived', at: '2026-11-24T09:00:00.000Z' },
    }),
    'practice.advance': () => ({ now: '2026-11-24T09:00:00.000Z' }),
    'files.list': () => ({ entries: [], truncated: false }),
    ...handlers,
  });
  return fake;
}

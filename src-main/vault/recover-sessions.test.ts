import { expect, test } from 'vitest';
import { jobIdSchema, recoveryPointIdSchema } from '../../src-shared/domain/ids.ts';
import { buildPointIndex } from './point-index.ts';
import { createRecoverSessions } from './recover-sessions.ts';

async function* nothing(): AsyncGenerator<never> {}

function session() {
  return {
    jobId: jobIdSchema.parse('11111111-1111-4111-8111-111111111111'),
    point: {
      id: recoveryPointIdSchema.parse('a'.repeat(32)),
      createdAt: '2026-11-21T21:00:00.000Z',
      kind: 'initial' as const,
      files: 0,
      sourceBytes: 0,
      addedBytes: 0,
    },
    dataKey: new Uint8Array(32).fill(7),
    index: buildPointIndex(nothing()),
  };
}

test('a session that is used stays, one that is idle for half an hour is gone with its key', () => {
  let now = 0;
  const sessions = createRecoverSessions(() => now);
  const [used, idle] = [session(), session()];
  const [usedId, idleId] = [sessions.add(used), sessions.add(idle)];
  now = 20 * 60_000;
  expect(sessions.get(usedId)).toBe(used);
  now = 31 * 60_000;
  expect(sessions.get(usedId)).toBe(used);
  expect(() => sessions.get(idleId)).toThrow(expect.objectContaining({ code: 'vault.sessionExpired' }));
  expect([...idle.dataKey]).toEqual(Array(32).fill(0));
  expect([...used.dataKey]).toEqual(Array(32).fill(7));
  sessions.closeAll();
  expect([...used.dataKey]).toEqual(Array(32).fill(0));
});

/** @file Recover everything from the vault and compare it with the source, byte by byte. */
import { readdir } from 'node:fs/promises';
import type { RecoverResult } from '../../../src-shared/contract/recover-calls.ts';
import type { TaskId } from '../../../src-shared/domain/ids.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { followToTheEnd, type Journey } from './journey-context.ts';

/** The recovered folder itself, or the next free name beside it: a rehearsal never deletes what an earlier one recovered. */
async function freeFolder(wanted: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const folder = number === 1 ? wanted : `${wanted}-${number}`;
    const entries = await readdir(folder).catch(() => []);
    if (entries.length === 0) return folder;
  }
}

export async function runRecover(journey: Journey): Promise<RecoverResult> {
  const { client, folders, jobId, passphrase, progress, say } = journey;
  progress.step(say('console.step.recover'));
  const points = await client.call('recover.points', { jobId });
  const seed = points.find(({ kind }) => kind === 'initial');
  if (seed === undefined) throw new AppError({ kind: 'user', code: 'vault.pointNotFound' });
  const path = await freeFolder(folders.recovered);
  const { sessionId } = await client.call('recover.open', { jobId, recoveryPointId: seed.id, passphrase });
  let started: TaskId | undefined;
  await followToTheEnd(journey, 'recover', async () => {
    const answer = await client.call('recover.start', {
      sessionId,
      selection: [],
      target: { kind: 'folder', path },
      conflict: 'skip',
      compareWithSource: true,
    });
    started = answer.taskId;
    return answer;
  });
  if (started === undefined) throw new AppError({ kind: 'internal', code: 'task.notFound' });
  const result = await client.call('recover.result', { taskId: started });
  await client.call('recover.close', { sessionId });
  return result;
}

/** True when every file came back and nothing differs. */
export function isIdentical(result: RecoverResult): boolean {
  return result.failedCount === 0 && result.skippedCount === 0 && result.compared?.differenceCount === 0;
}

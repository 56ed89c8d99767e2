import type { JobId } from '../../src-shared/domain/ids.ts';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import type { Services } from '../ipc/services.ts';
import { type Coalescer, createCoalescer } from '../jobs/coalesce.ts';
import type { EventHub } from './events.ts';

/** Four events a second for each job (design 3). */
const intervalMilliseconds = 250;

/** Job records change with every verified file; pages need the newest state, not each one. */
function coalesceJobs(services: Services, hub: EventHub): () => void {
  const newest = new Map<JobId, JobSnapshot>();
  const senders = new Map<JobId, Coalescer>();
  const senderOf = (jobId: JobId): Coalescer => {
    const known = senders.get(jobId);
    if (known !== undefined) return known;
    const sender = createCoalescer(() => {
      const job = newest.get(jobId);
      if (job !== undefined) hub.emit('job.changed', job);
    }, intervalMilliseconds);
    senders.set(jobId, sender);
    return sender;
  };
  const unsubscribe = services.jobs.onChange((change) => {
    if ('job' in change) {
      newest.set(change.job.id, change.job);
      senderOf(change.job.id).touch();
    } else {
      newest.delete(change.removed);
      senders.delete(change.removed);
      hub.emit('job.removed', { jobId: change.removed });
    }
  });
  return () => {
    unsubscribe();
    for (const sender of senders.values()) sender.flush();
  };
}

/**
 * Brings what the services report to the pages.
 * @returns a function that sends what still waits and ends it
 */
export function connectEvents(services: Services, hub: EventHub): () => void {
  const stops = [
    coalesceJobs(services, hub),
    services.tasks.onChange((task) => hub.emit('activity.changed', task)),
    services.account.onChange((account) => hub.emit('account.changed', account)),
    services.account.onCode((code) => hub.emit('account.codeIssued', code)),
    services.practice.onChange((status) => hub.emit('practice.changed', status)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

import { z } from 'zod';
import { hasReached, type JobSnapshot } from './job.ts';

export const wizardPages = ['initiate', 'prepareDisks', 'shipping', 'monitor', 'recover'] as const;
export const wizardPageSchema = z.enum(wizardPages);
export type WizardPage = z.infer<typeof wizardPageSchema>;

/** Why a page is locked; the locale files say what unlocks it. */
export type PageLock =
  | 'page.otherProgram'
  | 'page.noStaging'
  | 'page.noDrive'
  | 'page.noImportJob'
  | 'page.notShipped'
  | 'page.noRecoveryPoint';

export interface PageState {
  readonly page: WizardPage;
  readonly state: 'done' | 'current' | 'open' | 'locked';
  readonly lock?: PageLock;
}

/** The page that an operator most likely wants next. */
export function nextPage(job: JobSnapshot): WizardPage {
  if (job.opaque !== undefined && !hasReached(job, 'jobCreated')) return 'prepareDisks';
  if (!hasReached(job, 'staged')) return 'initiate';
  if (!hasReached(job, 'jobCreated')) return 'prepareDisks';
  if (!hasReached(job, 'shipped')) return 'shipping';
  if (!hasReached(job, 'vaulted')) return 'monitor';
  return 'recover';
}

function pageLock(page: WizardPage, job: JobSnapshot): PageLock | undefined {
  switch (page) {
    case 'initiate':
      return job.opaque === undefined ? undefined : 'page.otherProgram';
    case 'prepareDisks':
      return hasReached(job, 'staged') || job.opaque !== undefined ? undefined : 'page.noStaging';
    case 'shipping':
      if (hasReached(job, 'jobCreated')) return undefined;
      return hasReached(job, 'prepared') ? 'page.noImportJob' : 'page.noDrive';
    case 'monitor':
      return hasReached(job, 'shipped') ? undefined : 'page.notShipped';
    case 'recover':
      return (job.vault?.points.length ?? 0) > 0 ? undefined : 'page.noRecoveryPoint';
  }
}

function isPageDone(page: WizardPage, job: JobSnapshot): boolean {
  switch (page) {
    case 'initiate':
      return hasReached(job, 'staged');
    case 'prepareDisks':
      return hasReached(job, 'jobCreated');
    case 'shipping':
      return hasReached(job, 'shipped');
    case 'monitor':
      return hasReached(job, 'cleanedUp');
    case 'recover':
      return false;
  }
}

/** Step list as a pure function of the job: which page may be entered, and why not. */
export function pageStates(job: JobSnapshot): readonly PageState[] {
  const current = nextPage(job);
  return wizardPages.map((page) => {
    const lock = pageLock(page, job);
    if (lock !== undefined) return { page, state: 'locked', lock };
    if (page === current) return { page, state: 'current' };
    return { page, state: isPageDone(page, job) ? 'done' : 'open' };
  });
}

export function canEnterPage(page: WizardPage, job: JobSnapshot): boolean {
  return pageLock(page, job) === undefined;
}

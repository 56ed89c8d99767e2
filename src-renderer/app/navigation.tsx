import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { JobId } from '../../src-shared/domain/ids.ts';
import type { WizardPage } from '../../src-shared/domain/pages.ts';

/** What the page for staged jobs begins with, when the wizard was started with arguments. */
export interface StagedStart {
  readonly stagingPath?: string | undefined;
  readonly jobFile?: string | undefined;
  /** Page that is wanted once the job is open. */
  readonly page: WizardPage;
}

/** What the window shows. Plain state instead of URLs: the app has one window and no links from outside. */
export type View =
  | { readonly kind: 'jobs' }
  /** Finding a job in a staging location or job file, on the copy computer. */
  | { readonly kind: 'openStaged'; readonly start?: StagedStart }
  | { readonly kind: 'activity' }
  /** Without `page`: the page that the job needs next. */
  | { readonly kind: 'job'; readonly jobId: JobId; readonly page?: WizardPage };

export interface Navigation {
  readonly view: View;
  /** Job that stays in the title bar and the step list while Activity is open. */
  readonly jobId: JobId | undefined;
  readonly go: (view: View) => void;
  /** Opens a job, on the page it needs next unless one is named. */
  readonly openJob: (jobId: JobId, page?: WizardPage) => void;
}

const NavigationContext = createContext<Navigation | undefined>(undefined);

export function NavigationProvider(props: { readonly initialView?: View; readonly children: ReactNode }) {
  const [view, setView] = useState<View>(props.initialView ?? { kind: 'jobs' });
  const [jobId, setJobId] = useState<JobId | undefined>(view.kind === 'job' ? view.jobId : undefined);
  const navigation = useMemo<Navigation>(() => {
    const go = (next: View) => {
      if (next.kind === 'job') setJobId(next.jobId);
      if (next.kind === 'jobs' || next.kind === 'openStaged') setJobId(undefined);
      setView(next);
    };
    return {
      view,
      jobId,
      go,
      openJob: (id, page) => go({ kind: 'job', jobId: id, ...(page === undefined ? {} : { page }) }),
    };
  }, [view, jobId]);
  return <NavigationContext.Provider value={navigation}>{props.children}</NavigationContext.Provider>;
}

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (navigation === undefined) throw new Error('NavigationProvider is missing above this component');
  return navigation;
}

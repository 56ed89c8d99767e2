import type { WizardPage } from '../../../src-shared/domain/pages.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useCallMutation } from '../../bridge/use-call.ts';

export type OpenStaged = ReturnType<typeof useOpenStaged>;

/** The two ways to a job on a copy computer: its staging location, and its job file. Both end on a page of the job. */
export function useOpenStaged(page: WizardPage) {
  const { openJob } = useNavigation();
  const open = useCallMutation('prepareDisks.openStagedJob', { onSuccess: ({ id }) => openJob(id, page) });
  const inspect = useCallMutation('prepareDisks.inspectStaging', {
    onSuccess: ({ jobs }, { stagingPath }) => {
      const [only] = jobs;
      if (only !== undefined && jobs.length === 1) open.mutate({ stagingPath, setId: only.setId });
    },
  });
  const file = useCallMutation('jobs.openFile');
  const folder = useCallMutation('opaque.open', { onSuccess: ({ id }) => openJob(id, 'prepareDisks') });
  const reset = () => {
    open.reset();
    inspect.reset();
    file.reset();
    folder.reset();
  };
  return {
    inspect,
    open,
    lookIn(stagingPath: string): void {
      reset();
      inspect.mutate({ stagingPath });
    },
    /** @param stagingPath where this computer sees the staging location, when that is another path than in the file */
    openFile(path: string, stagingPath?: string): void {
      reset();
      file.mutate(
        { path },
        {
          onSuccess: ({ id, staging }) => {
            if (staging === undefined || stagingPath === undefined) openJob(id, page);
            else open.mutate({ stagingPath, setId: staging.setId });
          },
        },
      );
    },
    /** A folder that holds no set of this wizard, when that is what was found: its files can be carried as they are. */
    foreignFolder:
      inspect.error?.code === 'staging.foreignFolder' && folder.error === null
        ? inspect.variables?.stagingPath
        : undefined,
    carryFolder: (sourcePath: string) => folder.mutate({ sourcePath }),
    isBusy: inspect.isPending || open.isPending || file.isPending || folder.isPending,
    error: open.error ?? folder.error ?? inspect.error ?? file.error,
  };
}

import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';

/** Name by which an operator knows a job: the import job's, or the machine's while there is none. */
export function useJobName(): (job: JobSnapshot) => string {
  const { t } = useTranslation();
  return useCallback(
    (job) => {
      const typed = job.importJob?.name ?? job.draft.offlineDetails.importJobName;
      return typed === '' ? t('jobs.unnamed', { machine: job.machineName }) : typed;
    },
    [t],
  );
}

import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { nextPackageOf } from '../../../src-shared/domain/packages.ts';
import { formatBytes } from '../../../src-shared/locales/format.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useLanguage } from '../../app/use-language.ts';
import { useCall } from '../../bridge/use-call.ts';

/** Says that the rest of the set travels with a further import job, and leads there. */
export function FurtherJob(props: { readonly job: JobSnapshot }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { openJob } = useNavigation();
  const { data: jobs } = useCall('jobs.list', {});
  const next = nextPackageOf(props.job, jobs ?? []);
  if (next === undefined) return null;
  const name = next.draft.offlineDetails.importJobName;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{t('prepareDisks.furtherJob.title', { name })}</MessageBarTitle>
        {t('prepareDisks.furtherJob.text', {
          size: formatBytes(next.staging?.stagedBytes ?? next.opaque?.bytes ?? 0, language),
          name,
        })}
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={() => openJob(next.id)}>
          {t('prepareDisks.furtherJob.open', { name })}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}

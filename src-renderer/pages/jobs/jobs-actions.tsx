import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { useAppInfo } from '../../app/app-info.tsx';
import { useNavigation } from '../../app/navigation.tsx';
import { Add20Regular, HardDrive20Regular, Play20Regular } from '../../components/icons.ts';
import { RecoverButton } from './recover-button.tsx';
import type { StartJob } from './use-start-job.ts';

const useStyles = makeStyles({
  row: { display: 'flex', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
});

/** What can be begun from the start view. With no job yet, a rehearsal stands first. */
export function JobsActions(props: { readonly jobs: readonly JobSnapshot[]; readonly start: StartJob }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { isPractice } = useAppInfo();
  const { go } = useNavigation();
  const { start } = props;
  const offersSample = isPractice && props.jobs.length === 0;
  return (
    <div className={styles.row}>
      {offersSample ? (
        <Button
          appearance="primary"
          icon={<Play20Regular />}
          disabledFocusable={start.isBusy}
          onClick={start.startSample}
        >
          {t('jobs.trySample')}
        </Button>
      ) : null}
      <Button
        appearance={offersSample ? 'secondary' : 'primary'}
        icon={<Add20Regular />}
        disabledFocusable={start.isBusy}
        onClick={start.createJob}
      >
        {t('jobs.create')}
      </Button>
      <Button icon={<HardDrive20Regular />} onClick={() => go({ kind: 'openStaged' })}>
        {t('jobs.prepareDisks')}
      </Button>
      {props.jobs.length === 0 ? null : <RecoverButton jobs={props.jobs} />}
    </div>
  );
}

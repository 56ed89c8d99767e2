import { CounterBadge, Divider, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { type PageState, pageStates } from '../../../src-shared/domain/pages.ts';
import { useCall } from '../../bridge/use-call.ts';
import { isTaskActive, useTasks } from '../../bridge/use-job.ts';
import { Archive20Regular, Pulse20Regular } from '../../components/icons.ts';
import { SpokenOnly } from '../../components/spoken-only.tsx';
import { useNavigation } from '../navigation.tsx';
import { NavButton } from './nav-button.tsx';
import { StepButton } from './step-button.tsx';

const useStyles = makeStyles({
  nav: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM}`,
    overflowY: 'auto',
    minHeight: 0,
  },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
  },
  space: { flexGrow: 1 },
  divider: { flexGrow: 0 },
});

/** Step list of the job, Recover set apart, Activity with its count at the bottom. */
export function StepList() {
  const styles = useStyles();
  const { t } = useTranslation();
  const { view, jobId, go, openJob } = useNavigation();
  const { data: jobs } = useCall('jobs.list', {});
  const job = jobs?.find(({ id }) => id === jobId);
  const activeCount = useTasks().filter(isTaskActive).length;
  const shown = view.kind === 'job' ? view.page : undefined;
  const steps = job === undefined ? [] : pageStates(job);
  const step = (state: PageState, number?: number) =>
    job === undefined ? null : (
      <StepButton
        key={state.page}
        step={state}
        number={number}
        isShown={shown === state.page}
        onOpen={() => openJob(job.id, state.page)}
      />
    );
  return (
    <nav className={styles.nav} aria-label={t('frame.steps')}>
      <NavButton
        isShown={view.kind === 'jobs' || view.kind === 'openStaged'}
        current="page"
        onOpen={() => go({ kind: 'jobs' })}
      >
        <Archive20Regular aria-hidden />
        {t('frame.allJobs')}
      </NavButton>
      {job === undefined ? null : (
        <>
          <Divider className={styles.divider} />
          <ol className={styles.list}>
            {steps.filter(({ page }) => page !== 'recover').map((state, index) => step(state, index + 1))}
          </ol>
          <Divider className={styles.divider} />
          <ul className={styles.list}>
            {steps.filter(({ page }) => page === 'recover').map((state) => step(state))}
          </ul>
        </>
      )}
      <div className={styles.space} />
      <NavButton isShown={view.kind === 'activity'} current="page" onOpen={() => go({ kind: 'activity' })}>
        <Pulse20Regular aria-hidden />
        <span aria-hidden>{t('activity.title')}</span>
        <SpokenOnly>{t('frame.activityCount', { count: activeCount })}</SpokenOnly>
        <CounterBadge count={activeCount} color="brand" size="small" aria-hidden />
      </NavButton>
    </nav>
  );
}

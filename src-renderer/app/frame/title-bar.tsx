import { Badge, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../bridge/use-call.ts';
import { useNavigation } from '../navigation.tsx';
import { AccountButton } from './account-button.tsx';
import { AppMenu } from './app-menu.tsx';
import { JobSwitcher } from './job-switcher.tsx';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    height: '48px',
    padding: `0 ${tokens.spacingHorizontalM} 0 ${tokens.spacingHorizontalL}`,
    minWidth: 0,
  },
  name: { whiteSpace: 'nowrap' },
  space: { flexGrow: 1 },
});

/** Top row: product, job switcher, phase, account, menu. */
export function TitleBar() {
  const styles = useStyles();
  const { t } = useTranslation();
  const { jobId } = useNavigation();
  const { data: jobs } = useCall('jobs.list', {});
  const job = jobs?.find(({ id }) => id === jobId);
  return (
    <header className={styles.bar}>
      <Text weight="semibold" className={styles.name}>
        {t('common.productName')}
      </Text>
      <JobSwitcher jobs={jobs ?? []} currentJobId={jobId} />
      {job === undefined ? null : (
        <Badge appearance="tint" color="brand" size="large">
          {t(`jobs.phase.${job.phase}`)}
        </Badge>
      )}
      <div className={styles.space} />
      <AccountButton />
      <AppMenu />
    </header>
  );
}

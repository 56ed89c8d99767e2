import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { setProgressOf } from '../../../src-shared/domain/packages.ts';
import { useTasks } from '../../bridge/use-job.ts';
import { Section } from '../../components/section.tsx';
import { CleanUpStep } from './clean-up-step.tsx';
import { IncrementalStep } from './incremental-step.tsx';
import { MoveToVaultStep } from './move-to-vault-step.tsx';
import { monitorStage } from './status-card.ts';
import { vaultStepViews } from './vault-steps.ts';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
});

/** The three steps after the import: move to the vault, first incremental backup, clean-up. */
export function VaultSection(props: {
  readonly job: JobSnapshot;
  /** All import jobs of the set, this one among them. */
  readonly packages: readonly JobSnapshot[];
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tasks = useTasks();
  const { job, packages } = props;
  const isImported = monitorStage(job) !== 'parcel' && setProgressOf(job, packages).missingJobs.length === 0;
  const views = vaultStepViews(job, isImported, (kind) =>
    tasks.find((task) => task.jobId === job.id && task.kind === kind),
  );
  return (
    <Section title={t('monitor.vault.title')} text={t('monitor.vault.text')}>
      <ol className={styles.list}>
        {views.map((view) => (
          <li key={view.step}>
            {view.step === 'moveToVault' ? <MoveToVaultStep job={job} view={view} /> : null}
            {view.step === 'incrementalBackup' ? <IncrementalStep job={job} view={view} /> : null}
            {view.step === 'cleanUp' ? <CleanUpStep job={job} view={view} /> : null}
          </li>
        ))}
      </ol>
    </Section>
  );
}

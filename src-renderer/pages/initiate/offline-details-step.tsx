import { Input, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { OfflineDetails } from '../../../src-shared/domain/initiate-draft.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { useCall } from '../../bridge/use-call.ts';
import { FieldRow } from '../../components/field-row.tsx';
import { Section } from '../../components/section.tsx';
import { SignInPanel } from '../../components/sign-in-panel.tsx';
import { AzurePickers } from './azure-pickers.tsx';
import { brokenDetailRule } from './initiate-steps.ts';
import { PrerequisiteList } from './prerequisite-list.tsx';
import { StagingLocationField } from './staging-location-field.tsx';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 288px',
    gap: tokens.spacingHorizontalXXL,
    alignItems: 'start',
    '@media (max-width: 860px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

export interface OfflineDetailsStepProps {
  readonly job: JobSnapshot;
  readonly details: OfflineDetails;
  readonly onChange: (details: OfflineDetails) => void;
  readonly isSaved: boolean;
  readonly showRequired: boolean;
}

/** The five boxes of MARS in their order and the vault, with live hints; beside them the prerequisites. */
export function OfflineDetailsStep(props: OfflineDetailsStepProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { data: account } = useCall('account.status', {});
  const { job, details } = props;
  const change = (part: Partial<OfflineDetails>) => props.onChange({ ...details, ...part });
  return (
    <div className={styles.columns}>
      <div className={styles.form}>
        {account !== undefined && !account.signedIn ? (
          <Section title={t('initiate.offlineDetails.signIn')} framed>
            <SignInPanel cloudId={job.cloudId} />
          </Section>
        ) : null}
        <StagingLocationField
          jobId={job.id}
          value={details.stagingLocation}
          onChange={(stagingLocation) => change({ stagingLocation })}
          showRequired={props.showRequired}
        />
        <AzurePickers
          jobId={job.id}
          details={details}
          isSignedIn={account?.signedIn === true}
          showRequired={props.showRequired}
          onChange={change}
        >
          <FieldRow
            label={t('initiate.offlineDetails.importJobName')}
            hint={t('initiate.offlineDetails.importJobNameHint')}
            required
            brokenRule={brokenDetailRule(details, 'importJobName')}
            showRequired={props.showRequired}
          >
            <Input
              value={details.importJobName}
              maxLength={256}
              spellCheck={false}
              autoComplete="off"
              onChange={(_event, { value }) => change({ importJobName: value })}
            />
          </FieldRow>
        </AzurePickers>
      </div>
      <PrerequisiteList jobId={job.id} details={details} isSaved={props.isSaved} />
    </div>
  );
}

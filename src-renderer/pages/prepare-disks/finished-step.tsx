import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { PageFooter } from '../../app/page-slots.tsx';
import { DateTimeText } from '../../components/date-time-text.tsx';
import { DefinitionList } from '../../components/definition-list.tsx';
import { Identifier } from '../../components/identifier.tsx';
import { JobFileExport } from '../../components/job-file-export.tsx';
import { Section } from '../../components/section.tsx';
import { SheetPrinter } from '../../components/sheet-printer.tsx';
import { ShipToCard } from '../../components/ship-to-card.tsx';
import { FurtherJob } from './further-job.tsx';
import { PreparedDriveList } from './prepared-drive-list.tsx';

const useStyles = makeStyles({
  pair: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(300px, 1fr))',
    gap: tokens.spacingHorizontalXL,
    alignItems: 'start',
  },
});

/** The three outputs of the page: drives, import job, ship-to address. From a copy computer, the way back too. */
export function FinishedStep(props: { readonly job: JobSnapshot }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { openJob } = useNavigation();
  const { job } = props;
  const { importJob } = job;
  const text = (key: string) => t(`prepareDisks.outputs.${key}`);
  return (
    <>
      <FurtherJob job={job} />
      <PreparedDriveList job={job} />
      {importJob === undefined ? null : (
        <div className={styles.pair}>
          <Section framed title={text('importJob')}>
            <DefinitionList
              rows={[
                { term: text('name'), value: <Identifier value={importJob.name} label={text('name')} /> },
                { term: text('createdAt'), value: <DateTimeText instant={importJob.createdAt} /> },
                { term: text('location'), value: importJob.location },
                { term: text('storageAccount'), value: importJob.storageAccount },
                { term: text('container'), value: importJob.container },
                { term: text('subscription'), value: importJob.subscriptionId },
              ]}
            />
          </Section>
          <Section framed title={t('shipping.shipTo.title')}>
            <ShipToCard address={importJob.shipTo}>
              <SheetPrinter jobId={job.id} />
            </ShipToCard>
          </Section>
        </div>
      )}
      {job.role === 'copy' && job.opaque === undefined ? (
        <Section framed title={t('prepareDisks.outputs.back', { machine: job.machineName })}>
          <Text>{t('prepareDisks.outputs.backText', { machine: job.machineName })}</Text>
          <JobFileExport jobId={job.id} />
        </Section>
      ) : null}
      <PageFooter status={text('status')}>
        <Button appearance="primary" onClick={() => openJob(job.id, 'shipping')}>
          {text('toShipping')}
        </Button>
      </PageFooter>
    </>
  );
}

import { Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { InitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { useLanguage } from '../../app/use-language.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { DefinitionList } from '../../components/definition-list.tsx';
import { Section } from '../../components/section.tsx';
import { ConfirmationChecks } from './confirmation-checks.tsx';
import type { InitiateStep } from './initiate-steps.ts';
import { retentionText, scheduleText } from './schedule-text.ts';
import { useEstimate } from './use-estimate.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL, maxWidth: '820px' },
  linked: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'baseline',
    gap: tokens.spacingHorizontalL,
    // The link keeps its line.
    '& > :last-child': { flexShrink: 0 },
  },
  paths: { listStyleType: 'none', margin: 0, padding: 0 },
  path: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
});

export interface ConfirmationStepProps {
  readonly job: JobSnapshot;
  readonly draft: InitiateDraft;
  readonly isSaved: boolean;
  readonly hasPassphrase: boolean;
  readonly onOpen: (step: InitiateStep) => void;
}

/** Confirmation: what, from where, to where, what will be written and what will not be touched. */
export function ConfirmationStep(props: ConfirmationStepProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { job, draft } = props;
  const { estimate } = useEstimate(job.id, draft, props.isSaved);
  const details = draft.offlineDetails;
  const linked = (step: InitiateStep, value: ReactNode) => (
    <div className={styles.linked}>
      <div>{value}</div>
      <Link
        as="button"
        onClick={() => props.onOpen(step)}
        aria-label={t('initiate.confirmation.changeWhat', { what: t(`initiate.${step}.short`) })}
      >
        {t('common.edit')}
      </Link>
    </div>
  );
  const items = (
    <ul className={styles.paths}>
      {draft.items.map(({ path, includeSubfolders }) => (
        <li key={path}>
          <span className={styles.path}>{path}</span>
          {includeSubfolders === false ? ` (${t('initiate.chosen.filesOnly')})` : null}
        </li>
      ))}
    </ul>
  );
  return (
    <div className={styles.root}>
      <ConfirmationChecks {...props} />
      <Section title={t('initiate.confirmation.plan')} framed>
        <DefinitionList
          rows={[
            { term: t('initiate.confirmation.from'), value: linked('items', items) },
            {
              term: t('initiate.confirmation.size'),
              value:
                estimate === undefined ? (
                  t('initiate.confirmation.sizeUnknown')
                ) : (
                  <>
                    <ByteSize bytes={estimate.sourceBytes} />{' '}
                    {t('initiate.confirmation.files', { count: estimate.files })}
                  </>
                ),
            },
            {
              term: t('initiate.offlineDetails.stagingLocation'),
              value: linked('offlineDetails', <Text className={styles.path}>{details.stagingLocation}</Text>),
            },
            { term: t('initiate.offlineDetails.storageAccount'), value: details.storageAccount },
            { term: t('initiate.offlineDetails.container'), value: details.container },
            { term: t('initiate.offlineDetails.importJobName'), value: details.importJobName },
            { term: t('initiate.offlineDetails.vaultName'), value: details.vaultName },
            {
              term: t('initiate.confirmation.afterwards'),
              value: linked(
                'schedule',
                `${scheduleText(t, draft.schedule, language)} ${retentionText(t, draft.retention, language)}`,
              ),
            },
          ]}
        />
      </Section>
      <Section
        title={t('initiate.confirmation.written')}
        text={t('initiate.confirmation.writtenText')}
        framed
      >
        <Text>{t('initiate.confirmation.untouched')}</Text>
      </Section>
    </div>
  );
}

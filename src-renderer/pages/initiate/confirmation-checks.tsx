import { Link, MessageBar, MessageBarBody, MessageBarTitle, makeStyles } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../bridge/use-call.ts';
import { useOptionalWords } from '../../components/use-optional-words.ts';
import type { ConfirmationStepProps } from './confirmation-step.tsx';
import { initiateSteps, isStepComplete } from './initiate-steps.ts';

const useStyles = makeStyles({ list: { margin: 0, paddingLeft: '20px' } });

/** What still stands in the way, first in the page: steps that lack something, prerequisites that fail. */
export function ConfirmationChecks(props: ConfirmationStepProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const words = useOptionalWords();
  const { data } = useCall('initiate.readiness', { jobId: props.job.id }, { enabled: props.isSaved });
  const openSteps = initiateSteps.filter(
    (step) => step !== 'confirmation' && !isStepComplete(step, props.draft, props.hasPassphrase),
  );
  const failing = (data ?? []).filter(({ state }) => state === 'fail');
  return (
    <>
      {openSteps.length === 0 ? null : (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t('initiate.confirmation.missing')}</MessageBarTitle>
            <ul className={styles.list}>
              {openSteps.map((step) => (
                <li key={step}>
                  <Link as="button" inline onClick={() => props.onOpen(step)}>
                    {t(`initiate.${step}.title`)}
                  </Link>
                </li>
              ))}
            </ul>
          </MessageBarBody>
        </MessageBar>
      )}
      {failing.length === 0 ? null : (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t('initiate.confirmation.failing')}</MessageBarTitle>
            <ul className={styles.list}>
              {failing.map(({ id, finding, params }) => (
                <li key={id}>
                  {words(`readiness.${id}.${finding}.what`, words(`readiness.${id}.title`, id), {
                    ...params,
                  })}
                </li>
              ))}
            </ul>
            <Link as="button" inline onClick={() => props.onOpen('offlineDetails')}>
              {t('initiate.confirmation.openPrerequisites')}
            </Link>
          </MessageBarBody>
        </MessageBar>
      )}
    </>
  );
}

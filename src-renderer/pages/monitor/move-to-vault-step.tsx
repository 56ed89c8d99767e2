import { Button } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { formatDateTime } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { CloudArrowUp20Regular } from '../../components/icons.ts';
import { StepCard } from './step-card.tsx';
import type { VaultStepView } from './vault-steps.ts';

/** Moves the seed to the vault now; left alone it moves by itself at the next scheduled backup. */
export function MoveToVaultStep(props: { readonly job: JobSnapshot; readonly view: VaultStepView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { job, view } = props;
  const move = useCallMutation('monitor.moveToVault');
  const start = () => move.mutate({ jobId: job.id });
  const nextRunAt = job.vault?.nextRunAt;
  const isVerifyingAgain = job.vault?.copiedAt !== undefined && job.vault.verifiedAt === undefined;
  const text =
    view.state !== 'open' || nextRunAt === undefined
      ? t(`monitor.vault.moveToVault.${view.state}`)
      : t('monitor.vault.moveToVault.scheduled', { time: formatDateTime(nextRunAt, language) });
  return (
    <StepCard view={view} text={text}>
      {move.error === null ? null : <ErrorPanel error={move.error} onRetry={start} onDismiss={move.reset} />}
      <Button
        appearance="primary"
        icon={<CloudArrowUp20Regular />}
        disabledFocusable={move.isPending}
        onClick={start}
      >
        {t(isVerifyingAgain ? 'monitor.vault.moveToVault.again' : 'monitor.vault.moveToVault.start')}
      </Button>
    </StepCard>
  );
}

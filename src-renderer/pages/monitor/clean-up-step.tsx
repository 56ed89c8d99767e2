import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { Delete20Regular } from '../../components/icons.ts';
import { CleanUpDialog } from './clean-up-dialog.tsx';
import { StepCard } from './step-card.tsx';
import type { VaultStepView } from './vault-steps.ts';

/** Removes what is no longer needed, after the copy in the vault was verified. */
export function CleanUpStep(props: { readonly job: JobSnapshot; readonly view: VaultStepView }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { job, view } = props;
  return (
    <StepCard view={view} text={t(`monitor.vault.cleanUp.${view.state}`)}>
      <Button icon={<Delete20Regular />} onClick={() => setOpen(true)}>
        {t('monitor.vault.cleanUp.show')}
      </Button>
      {isOpen ? <CleanUpDialog job={job} onClose={() => setOpen(false)} /> : null}
    </StepCard>
  );
}

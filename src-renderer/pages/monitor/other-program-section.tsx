import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { Section } from '../../components/section.tsx';

/** Stands where the way into the vault stands otherwise: what another program wrote is taken on by that program. */
export function OtherProgramSection({ job }: { readonly job: JobSnapshot }) {
  const { t } = useTranslation();
  const container = job.importJob?.container ?? job.draft.offlineDetails.container;
  return (
    <Section title={t('opaque.monitorTitle')} text={t('opaque.monitorText', { container })}>
      {null}
    </Section>
  );
}

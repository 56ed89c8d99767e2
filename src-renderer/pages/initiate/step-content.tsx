import { speedOf } from '../../../src-shared/domain/initiate-draft.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { BackupTypeStep } from './backup-type-step.tsx';
import { ConfirmationStep } from './confirmation-step.tsx';
import { ItemsStep } from './items-step.tsx';
import { OfflineDetailsStep } from './offline-details-step.tsx';
import { PassphraseStep } from './passphrase-step.tsx';
import { RetentionStep } from './retention-step.tsx';
import { ScheduleStep } from './schedule-step.tsx';
import type { DraftWizardState } from './use-draft-wizard.ts';

/** The boxes of the sub-step on screen. */
export function StepContent(props: { readonly job: JobSnapshot; readonly wizard: DraftWizardState }) {
  const { job, wizard } = props;
  const { draft, change, isSaved } = wizard.draftState;
  switch (wizard.step) {
    case 'items':
      return (
        <ItemsStep
          jobId={job.id}
          draft={draft}
          onChange={change}
          isSaved={isSaved}
          showRequired={wizard.showRequired}
        />
      );
    case 'schedule':
      return (
        <ScheduleStep
          schedule={draft.schedule}
          onChange={(schedule) => change({ schedule })}
          speed={speedOf(draft)}
          onSpeedChange={(speed) => change({ speed })}
          showRequired={wizard.showRequired}
        />
      );
    case 'retention':
      return (
        <RetentionStep
          retention={draft.retention}
          onChange={(retention) => change({ retention })}
          showRequired={wizard.showRequired}
        />
      );
    case 'backupType':
      return <BackupTypeStep jobId={job.id} draft={draft} onChange={change} isSaved={isSaved} />;
    case 'offlineDetails':
      return (
        <OfflineDetailsStep
          job={job}
          details={draft.offlineDetails}
          onChange={(offlineDetails) => change({ offlineDetails })}
          isSaved={isSaved}
          showRequired={wizard.showRequired}
        />
      );
    case 'passphrase':
      return <PassphraseStep job={job} passphrase={wizard.passphrase} showRequired={wizard.showRequired} />;
    case 'confirmation':
      return (
        <ConfirmationStep
          job={job}
          draft={draft}
          isSaved={isSaved}
          hasPassphrase={wizard.passphrase.isGood}
          onOpen={wizard.open}
        />
      );
  }
}

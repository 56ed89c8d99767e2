import {
  MessageBar,
  MessageBarBody,
  makeStyles,
  Radio,
  RadioGroup,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobId } from '../../../src-shared/domain/ids.ts';
import type { InitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import { LineSpeed } from './line-speed.tsx';
import { TransferSumCard } from './transfer-sum-card.tsx';
import { useEstimate } from './use-estimate.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL, maxWidth: '760px' },
  option: { display: 'flex', flexDirection: 'column' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

export interface BackupTypeStepProps {
  readonly jobId: JobId;
  readonly draft: InitiateDraft;
  readonly onChange: (change: Partial<InitiateDraft>) => void;
  readonly isSaved: boolean;
}

/** Choose Initial Backup Type: over the network or by disks, with the sum done for this job. */
export function BackupTypeStep(props: BackupTypeStepProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { draft, onChange } = props;
  const { estimate } = useEstimate(props.jobId, draft, props.isSaved);
  const label = (type: 'network' | 'ownDisks') => (
    <span className={styles.option}>
      <Text weight="semibold">{t(`initiate.backupType.${type}`)}</Text>
      <Text className={styles.quiet}>{t(`initiate.backupType.${type}Text`)}</Text>
    </span>
  );
  return (
    <div className={styles.form}>
      <LineSpeed
        jobId={props.jobId}
        megabitsPerSecond={draft.lineMegabitsPerSecond}
        onChange={(lineMegabitsPerSecond) =>
          onChange(lineMegabitsPerSecond === undefined ? {} : { lineMegabitsPerSecond })
        }
      />
      <TransferSumCard estimate={estimate} megabitsPerSecond={draft.lineMegabitsPerSecond} />
      <RadioGroup
        aria-label={t('initiate.backupType.title')}
        value={draft.initialBackupType}
        onChange={(_event, { value }) =>
          onChange({ initialBackupType: value === 'network' ? 'network' : 'ownDisks' })
        }
      >
        <Radio value="network" label={label('network')} />
        <Radio value="ownDisks" label={label('ownDisks')} />
      </RadioGroup>
      {draft.initialBackupType === 'network' ? (
        <MessageBar intent="warning" layout="multiline" data-problem="true" tabIndex={-1}>
          <MessageBarBody>{t('initiate.backupType.networkOutside')}</MessageBarBody>
        </MessageBar>
      ) : null}
    </div>
  );
}

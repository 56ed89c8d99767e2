import { Button, MessageBar, MessageBarBody, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { RecoveredDrive } from '../../../src-shared/contract/prepare-disks-calls.ts';
import type { JobId } from '../../../src-shared/domain/ids.ts';
import { formatBytes } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { isTaskActive, useJobTask } from '../../bridge/use-job.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalS },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalL },
});

function FoundDrive(props: { readonly drive: RecoveredDrive }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { drive } = props;
  return (
    <li>
      <Text weight="semibold">{drive.serial}</Text>{' '}
      {drive.error === undefined
        ? t('prepareDisks.earlier.holds', { count: drive.files, size: formatBytes(drive.bytes, language) })
        : t(`errors.${drive.error.code}.cause`, drive.error.params)}
      {drive.remarks.map(({ code, path }) => (
        <div key={`${code} ${path}`}>
          {path === drive.serial ? '' : `${path}: `}
          {t(`warnings.${code}`)}
        </div>
      ))}
    </li>
  );
}

/** For a record that was lost: drives that this computer has keys for are found again and go on where they stood. */
export function EarlierDrives(props: { readonly jobId: JobId }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const task = useJobTask(props.jobId, 'prepareDisks');
  const recover = useCallMutation('prepareDisks.recoverDrives');
  const found = recover.data?.found;
  // A running session has its own drives.
  if (task !== undefined && isTaskActive(task)) return null;
  return (
    <div className={styles.root}>
      <Text>{t('prepareDisks.earlier.text')}</Text>
      <Button
        size="small"
        disabledFocusable={recover.isPending}
        onClick={() => recover.mutate({ jobId: props.jobId })}
      >
        {t('prepareDisks.earlier.look')}
      </Button>
      {recover.error === null ? null : <ErrorPanel error={recover.error} onDismiss={recover.reset} />}
      <div aria-live="polite">
        {found === undefined ? null : (
          <MessageBar
            intent={found.some(({ error }) => error !== undefined) ? 'warning' : 'info'}
            layout="multiline"
          >
            <MessageBarBody>
              {found.length === 0 ? t('prepareDisks.earlier.none') : null}
              <ul className={styles.list}>
                {found.map((drive) => (
                  <FoundDrive key={drive.serial} drive={drive} />
                ))}
              </ul>
            </MessageBarBody>
          </MessageBar>
        )}
      </div>
    </div>
  );
}

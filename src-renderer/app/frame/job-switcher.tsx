import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobId } from '../../../src-shared/domain/ids.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { Archive20Regular, ChevronDown20Regular } from '../../components/icons.ts';
import { useJobName } from '../../components/use-job-name.ts';
import { useNavigation } from '../navigation.tsx';

const useStyles = makeStyles({
  trigger: { minWidth: 0, maxWidth: '280px' },
  label: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});

/** Menu with all jobs and the way back to the list. */
export function JobSwitcher(props: {
  readonly jobs: readonly JobSnapshot[];
  readonly currentJobId: JobId | undefined;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { go, openJob } = useNavigation();
  const nameOf = useJobName();
  const current = props.jobs.find(({ id }) => id === props.currentJobId);
  return (
    <Menu checkedValues={{ job: current === undefined ? [] : [current.id] }}>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<ChevronDown20Regular />}
          iconPosition="after"
          className={styles.trigger}
          aria-label={t('frame.switchJob', {
            name: current === undefined ? t('jobs.title') : nameOf(current),
          })}
        >
          <span className={styles.label}>{current === undefined ? t('jobs.title') : nameOf(current)}</span>
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem icon={<Archive20Regular />} onClick={() => go({ kind: 'jobs' })}>
            {t('frame.allJobs')}
          </MenuItem>
          {props.jobs.length > 0 ? <MenuDivider /> : null}
          {props.jobs.map((job) => (
            <MenuItemRadio key={job.id} name="job" value={job.id} onClick={() => openJob(job.id)}>
              {nameOf(job)}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

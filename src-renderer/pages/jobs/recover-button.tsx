import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Tooltip,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { canEnterPage } from '../../../src-shared/domain/pages.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { ArrowUndo20Regular } from '../../components/icons.ts';
import { useJobName } from '../../components/use-job-name.ts';

/** Opens Recover of the only job that has a recovery point, or asks which; without any it says why not. */
export function RecoverButton(props: { readonly jobs: readonly JobSnapshot[] }) {
  const { t } = useTranslation();
  const { openJob } = useNavigation();
  const nameOf = useJobName();
  const recoverable = props.jobs.filter((job) => canEnterPage('recover', job));
  const [only] = recoverable;
  if (only === undefined) {
    return (
      <Tooltip content={t('jobs.nothingToRecover')} relationship="description">
        <Button icon={<ArrowUndo20Regular />} disabledFocusable>
          {t('jobs.recover')}
        </Button>
      </Tooltip>
    );
  }
  if (recoverable.length === 1) {
    return (
      <Button icon={<ArrowUndo20Regular />} onClick={() => openJob(only.id, 'recover')}>
        {t('jobs.recover')}
      </Button>
    );
  }
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<ArrowUndo20Regular />}>{t('jobs.recover')}</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {recoverable.map((job) => (
            <MenuItem key={job.id} onClick={() => openJob(job.id, 'recover')}>
              {nameOf(job)}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

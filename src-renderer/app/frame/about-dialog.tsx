import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { DefinitionList } from '../../components/definition-list.tsx';
import { DialogHeading } from '../../components/dialog-heading.tsx';
import { useAppInfo } from '../app-info.tsx';

/** Names of systems, the same in every language. */
const platformNames: Readonly<Record<string, string>> = {
  win32: 'Windows',
  linux: 'Linux',
  darwin: 'macOS',
};

/** Version, host and computer, to read out to someone who helps. */
export function AboutDialog(props: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const info = useAppInfo();
  return (
    <Dialog open={props.open} onOpenChange={(_event, { open }) => (open ? undefined : props.onClose())}>
      <DialogSurface>
        <DialogBody>
          <DialogHeading>{t('frame.aboutTitle')}</DialogHeading>
          <DialogContent>
            <DefinitionList
              rows={[
                { term: t('frame.version'), value: info.version },
                { term: t('frame.host'), value: t(`frame.hosts.${info.host}`) },
                { term: t('frame.platform'), value: platformNames[info.platform] ?? info.platform },
                { term: t('frame.machine'), value: info.machineName },
              ]}
            />
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={props.onClose}>
              {t('common.close')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

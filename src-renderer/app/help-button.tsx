import { Button } from '@fluentui/react-components';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCallMutation } from '../bridge/use-call.ts';
import { QuestionCircle20Regular } from '../components/icons.ts';

/** Help of the page on screen; F1 opens it from anywhere. */
export function HelpButton() {
  const { t } = useTranslation();
  const { mutate } = useCallMutation('app.openLink');
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F1') return;
      // The browser's own help would open beside ours.
      event.preventDefault();
      mutate({ link: 'offlineBackupHelp' });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [mutate]);
  return (
    <Button
      appearance="subtle"
      size="small"
      icon={<QuestionCircle20Regular />}
      aria-keyshortcuts="F1"
      onClick={() => mutate({ link: 'offlineBackupHelp' })}
    >
      {t('frame.help')}
    </Button>
  );
}

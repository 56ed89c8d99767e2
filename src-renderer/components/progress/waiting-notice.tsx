import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Waiting } from '../../../src-shared/domain/tasks.ts';
import { formatBytes } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';

/** What a task waits for, and that it goes on by itself. */
export function WaitingNotice(props: { readonly waiting: Waiting }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { reason, missingBytes, path } = props.waiting;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        {t(`activity.waiting.${reason}`, { missing: formatBytes(missingBytes, language), path })}
      </MessageBarBody>
    </MessageBar>
  );
}

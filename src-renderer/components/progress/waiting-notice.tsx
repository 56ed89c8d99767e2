import { MessageBar, MessageBarBody, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Waiting } from '../../../src-shared/domain/tasks.ts';
import { formatBytes } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';

const useStyles = makeStyles({
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    paddingBottom: tokens.spacingVerticalS,
    overflowWrap: 'anywhere',
  },
});

/** What a task waits for, and that it goes on by itself. */
export function WaitingNotice(props: {
  readonly waiting: Waiting;
  /** What the operator can do about it on this page. */
  readonly children?: ReactNode;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { reason, missingBytes, path } = props.waiting;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody className={styles.body}>
        <Text block>
          {t(`activity.waiting.${reason}`, { missing: formatBytes(missingBytes, language), path })}
        </Text>
        {props.children}
      </MessageBarBody>
    </MessageBar>
  );
}

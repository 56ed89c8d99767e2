import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FastForward20Regular } from '../../components/icons.ts';
import { useOptionalWords } from '../../components/use-optional-words.ts';

/** Events that end a rehearsal badly; skipping to one by habit would cost the job. */
const missedDeadlines: readonly string[] = [
  'creatingExpires',
  'drivesMissing',
  'closedUnanswered',
  'jobRemoved',
];

/** Moves the practice clock to the next event; before a missed deadline it asks. */
export function SkipButton(props: { readonly nextEventCode: string | undefined }) {
  const { t } = useTranslation();
  const words = useOptionalWords();
  const advance = useCallMutation('practice.advance');
  /** The missed deadline that the question is about; another event coming first answers it. */
  const [askedEventCode, setAskedEventCode] = useState<string>();
  const { nextEventCode } = props;
  const skip = () => {
    setAskedEventCode(undefined);
    advance.mutate({ to: 'nextEvent' });
  };
  const isMiss = nextEventCode !== undefined && missedDeadlines.includes(nextEventCode);
  return (
    <>
      <Button
        size="small"
        icon={<FastForward20Regular />}
        title={nextEventCode === undefined ? t('practice.nothingNext') : undefined}
        disabledFocusable={nextEventCode === undefined || advance.isPending}
        onClick={isMiss ? () => setAskedEventCode(nextEventCode) : skip}
      >
        {t('practice.skip')}
      </Button>
      <ConfirmDialog
        open={isMiss && askedEventCode === nextEventCode}
        title={t('practice.missTitle')}
        confirmLabel={t('practice.missConfirm')}
        destructive
        onCancel={() => setAskedEventCode(undefined)}
        onConfirm={skip}
      >
        {t('practice.missText', { event: words(`practice.events.${nextEventCode}`, nextEventCode ?? '') })}
      </ConfirmDialog>
    </>
  );
}

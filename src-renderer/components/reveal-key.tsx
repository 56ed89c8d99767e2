import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallInput, CallOutput } from '../../src-shared/contract/calls.ts';
import type { AppErrorData } from '../../src-shared/errors/app-error.ts';
import { useBridge } from '../bridge/bridge-context.ts';
import { invoke } from '../bridge/invoke.ts';
import { ErrorPanel } from './error-panel.tsx';
import { EyeOff20Regular, Key20Regular } from './icons.ts';
import { Identifier } from './identifier.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalXS },
  shown: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalM },
  rest: { color: tokens.colorNeutralForeground3 },
});

type RevealCall = 'prepareDisks.revealRecoveryPassword' | 'monitor.revealRecoveryPassword';

/** Counts whole seconds down while something is shown; calls back at zero. */
function useCountdown(seconds: number | undefined, onEnd: () => void): number {
  const [left, setLeft] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: starts with each new showing, whatever the callback.
  useEffect(() => {
    if (seconds === undefined) return;
    setLeft(seconds);
    const end = Date.now() + seconds * 1000;
    const timer = setInterval(() => {
      const remaining = Math.ceil((end - Date.now()) / 1000);
      setLeft(Math.max(0, remaining));
      if (remaining <= 0) onEnd();
    }, 250);
    return () => clearInterval(timer);
  }, [seconds]);
  return left;
}

/**
 * Shows a drive's BitLocker key for as long as the main process allows, then forgets it. The key lives in this component's
 * state only, never in the query cache.
 */
export function RevealKey<Name extends RevealCall>(props: {
  readonly call: Name;
  readonly input: CallInput<Name>;
  /** What the key opens, for the button's name. */
  readonly driveName: string;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const bridge = useBridge();
  const [shown, setShown] = useState<CallOutput<Name>>();
  const [error, setError] = useState<AppErrorData>();
  const [isBusy, setBusy] = useState(false);
  const reveal = async () => {
    setBusy(true);
    setError(undefined);
    try {
      setShown(await invoke(bridge, props.call, props.input));
    } catch (cause) {
      setError(cause as AppErrorData);
    } finally {
      setBusy(false);
    }
  };
  const hide = () => setShown(undefined);
  const secondsLeft = useCountdown(shown?.hideAfterSeconds, hide);
  return (
    <div className={styles.root}>
      {error === undefined ? null : (
        <ErrorPanel error={error} onRetry={() => void reveal()} onDismiss={() => setError(undefined)} />
      )}
      {shown === undefined ? (
        <Button
          size="small"
          icon={<Key20Regular />}
          disabledFocusable={isBusy}
          aria-label={t('prepareDisks.key.revealOf', { drive: props.driveName })}
          onClick={() => void reveal()}
        >
          {t('prepareDisks.key.reveal')}
        </Button>
      ) : (
        <div className={styles.shown}>
          <Identifier value={shown.recoveryPassword} label={t('prepareDisks.key.name')} />
          <Text size={200} className={styles.rest}>
            {t('prepareDisks.key.hidesIn', { count: secondsLeft })}
          </Text>
          <Button size="small" appearance="subtle" icon={<EyeOff20Regular />} onClick={hide}>
            {t('prepareDisks.key.hide')}
          </Button>
        </div>
      )}
    </div>
  );
}

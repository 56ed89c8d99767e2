import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../src-shared/errors/app-error.ts';
import { useErrorWords } from './use-error-words.ts';

const useStyles = makeStyles({
  panel: {
    outlineStyle: 'none',
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  text: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    overflowWrap: 'anywhere',
  },
  details: {
    margin: 0,
    marginTop: tokens.spacingVerticalS,
    padding: tokens.spacingVerticalS,
    maxHeight: '180px',
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
  },
});

export interface ErrorPanelProps {
  readonly error: AppErrorData;
  /** Offered as a button when given; what it does again is up to the page. */
  readonly onRetry?: (() => void) | undefined;
  /** Words of the retry button; "Try again" when left out. */
  readonly retryLabel?: string | undefined;
  /** Offered as a cross when given; usually `mutation.reset`. */
  readonly onDismiss?: (() => void) | undefined;
  /** False keeps focus where it is: for problems that nobody caused by a click. */
  readonly takeFocus?: boolean | undefined;
}

/**
 * One problem: what happened, why, what to do, and technical text on request. Stands first in the page; focus moves to it
 * when it appears, so that keyboard and screen reader start there.
 */
export function ErrorPanel(props: ErrorPanelProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const words = useErrorWords(props.error);
  const panel = useRef<HTMLDivElement>(null);
  const detailsId = useId();
  const [areDetailsOpen, setDetailsOpen] = useState(false);
  const takeFocus = props.takeFocus ?? true;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another problem takes the focus again.
  useEffect(() => {
    if (!takeFocus) return;
    panel.current?.focus({ preventScroll: true });
    panel.current?.scrollIntoView?.({ block: 'nearest' });
  }, [props.error, takeFocus]);
  const { details } = props.error;
  return (
    <div ref={panel} tabIndex={-1} role="alert" className={styles.panel}>
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody className={styles.text}>
          <MessageBarTitle>{words.title}</MessageBarTitle>
          <Text>{words.cause}</Text>
          <Text>{words.next}</Text>
          {areDetailsOpen ? (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the text scrolls, so the keyboard must reach it.
            <pre id={detailsId} className={styles.details} tabIndex={0}>
              {details}
            </pre>
          ) : null}
        </MessageBarBody>
        <MessageBarActions>
          {props.onRetry === undefined ? null : (
            <Button size="small" onClick={props.onRetry}>
              {props.retryLabel ?? t('common.tryAgain')}
            </Button>
          )}
          {details === undefined ? null : (
            <Button
              size="small"
              appearance="transparent"
              aria-expanded={areDetailsOpen}
              aria-controls={detailsId}
              onClick={() => setDetailsOpen(!areDetailsOpen)}
            >
              {areDetailsOpen ? t('common.hideDetails') : t('common.showDetails')}
            </Button>
          )}
          {props.onDismiss === undefined ? null : (
            <Button size="small" appearance="transparent" onClick={props.onDismiss}>
              {t('common.dismiss')}
            </Button>
          )}
        </MessageBarActions>
      </MessageBar>
    </div>
  );
}

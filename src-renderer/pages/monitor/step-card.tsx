import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DateTimeText } from '../../components/date-time-text.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { ProgressPanel } from '../../components/progress-panel.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import type { VaultStepView } from './vault-steps.ts';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
  title: { margin: 0 },
  quiet: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: tokens.spacingHorizontalM },
});

const tones = { locked: 'waiting', open: 'info', running: 'busy', done: 'success' } as const;

/** Frame of one step: title, state, explanation, running task or what the step asks for. */
export function StepCard(props: {
  readonly view: VaultStepView;
  readonly text: ReactNode;
  /** What the operator can do while the step is open. */
  readonly children?: ReactNode;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { view } = props;
  const failure = view.state === 'open' ? view.task?.error : undefined;
  return (
    <article className={styles.card} aria-label={t(`monitor.vault.${view.step}.title`)}>
      <div className={styles.head}>
        <Text as="h3" weight="semibold" className={styles.title}>
          {t(`monitor.vault.${view.step}.title`)}
        </Text>
        <StatusBadge tone={tones[view.state]}>
          {t(`monitor.vault.state.${view.state}`)}{' '}
          {view.doneAt === undefined ? null : <DateTimeText instant={view.doneAt} />}
        </StatusBadge>
      </div>
      <Text className={styles.quiet}>{props.text}</Text>
      {view.state === 'running' && view.task !== undefined ? <ProgressPanel task={view.task} /> : null}
      {failure === undefined ? null : <ErrorPanel error={failure} takeFocus={false} />}
      {view.state === 'open' && props.children !== undefined ? (
        <div className={styles.actions}>{props.children}</div>
      ) : null}
    </article>
  );
}

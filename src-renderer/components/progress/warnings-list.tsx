import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { TaskSnapshot, TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { Warning20Filled } from '../icons.ts';
import { WarningRow } from './warning-row.tsx';

const useStyles = makeStyles({
  list: { margin: 0, paddingLeft: 0, listStyleType: 'none', maxHeight: '260px', overflowY: 'auto' },
  quiet: { color: tokens.colorNeutralForeground3 },
  icon: { color: tokens.colorPaletteDarkOrangeForeground1 },
});

/** Warnings with file and reason; also used for the skipped and failed files of a recovery. */
export function WarningRows(props: { readonly warnings: readonly TaskWarning[]; readonly label: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, so the keyboard must reach it.
    <ul className={styles.list} tabIndex={0} aria-label={props.label}>
      {props.warnings.map(({ code, path, reason }) => (
        <WarningRow
          key={`${code}:${path}`}
          path={path}
          words={t(`warnings.${code}`) + (reason === '' ? '' : ` (${reason})`)}
        />
      ))}
    </ul>
  );
}

/** Expander with the newest warnings of a task; opens while the task goes on. */
export function WarningsList(props: { readonly task: TaskSnapshot }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { warnings, warningCount } = props.task;
  if (warningCount === 0) return null;
  return (
    <Accordion collapsible>
      <AccordionItem value="warnings">
        <AccordionHeader icon={<Warning20Filled className={styles.icon} />}>
          {t('activity.warnings', { count: warningCount })}
        </AccordionHeader>
        <AccordionPanel>
          <WarningRows warnings={warnings} label={t('activity.warnings', { count: warningCount })} />
          {warningCount > warnings.length ? (
            <Text size={200} className={styles.quiet}>
              {t('activity.newestWarnings', { count: warnings.length })}
            </Text>
          ) : null}
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  );
}

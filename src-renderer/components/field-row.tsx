import { Field, makeStyles } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { NamingRuleCode } from '../../src-shared/domain/naming-rules.ts';

const useStyles = makeStyles({ row: { maxWidth: '560px' } });

export interface FieldRowProps {
  readonly label: string;
  readonly required?: boolean | undefined;
  /** What belongs into the box; shown while no rule is broken. */
  readonly hint?: string | undefined;
  /** Broken rule by code (`rules.<code>`), live while typing. */
  readonly brokenRule?: NamingRuleCode | undefined;
  /** A sentence instead of a rule code: what the main process or the page says about this box. */
  readonly message?: string | undefined;
  /** False holds back "required" until the operator left the box or asked to go on. */
  readonly showRequired?: boolean | undefined;
  readonly children: ReactElement;
}

/**
 * One labelled box with its live hint. A broken rule shows in place as soon as something is typed; an empty required box
 * complains only when asked (`showRequired`).
 */
export function FieldRow(props: FieldRowProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const isQuietRequired = props.brokenRule === 'required' && props.showRequired !== true;
  const rule = isQuietRequired ? undefined : props.brokenRule;
  const message = props.message ?? (rule === undefined ? undefined : t(`rules.${rule}`));
  return (
    <Field
      className={styles.row}
      label={props.label}
      required={props.required ?? false}
      hint={message === undefined ? (props.hint ?? null) : null}
      validationMessage={message ?? null}
      validationState={message === undefined ? 'none' : 'error'}
    >
      {props.children}
    </Field>
  );
}

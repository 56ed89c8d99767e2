import { Button, makeStyles, mergeClasses, Tooltip, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Checkmark16Regular, Copy16Regular } from './icons.ts';
import { useCopy } from './use-copy.ts';

const useStyles = makeStyles({
  row: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXXS, maxWidth: '100%' },
  text: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere', minWidth: 0 },
});

export interface IdentifierProps {
  /** What is shown and copied: a serial, id, path, tracking number. */
  readonly value: string;
  /** What the value is, for the button's name: "Copy serial number". */
  readonly label: string;
  readonly className?: string | undefined;
}

/** Text that must be right to the letter: monospace, with a copy button. */
export function Identifier(props: IdentifierProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { isCopied, copy } = useCopy();
  return (
    <span className={mergeClasses(styles.row, props.className)}>
      <span className={styles.text}>{props.value}</span>
      <Tooltip content={isCopied ? t('common.copied') : t('common.copy')} relationship="description">
        <Button
          size="small"
          appearance="transparent"
          icon={isCopied ? <Checkmark16Regular /> : <Copy16Regular />}
          aria-label={t('common.copyWhat', { what: props.label })}
          onClick={() => copy(props.value)}
        />
      </Tooltip>
    </span>
  );
}

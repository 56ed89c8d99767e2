import { Button, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldRow } from './field-row.tsx';
import { FolderOpen20Regular } from './icons.ts';
import { PathBrowser } from './path-browser.tsx';

const useStyles = makeStyles({
  row: { display: 'flex', gap: tokens.spacingHorizontalS, maxWidth: '560px' },
  input: { flexGrow: 1, minWidth: 0 },
});

export interface PathFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (path: string) => void;
  readonly hint?: string | undefined;
  readonly message?: string | undefined;
  readonly required?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly placeholder?: string | undefined;
  /** `folder` (default) offers folders only; `file` lets one file be picked. */
  readonly pick?: 'folder' | 'file' | undefined;
}

/** Box for a folder or file path: typing is always possible, Browse opens the folders of this computer. */
export function PathField(props: PathFieldProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [isBrowsing, setBrowsing] = useState(false);
  return (
    <>
      <FieldRow label={props.label} required={props.required} hint={props.hint} message={props.message}>
        <Input
          value={props.value}
          disabled={props.disabled ?? false}
          placeholder={props.placeholder ?? ''}
          spellCheck={false}
          autoComplete="off"
          className={styles.input}
          onChange={(_event, { value }) => props.onChange(value)}
          contentAfter={
            <Button
              size="small"
              appearance="transparent"
              icon={<FolderOpen20Regular />}
              disabled={props.disabled ?? false}
              aria-label={t('common.browseFor', { field: props.label })}
              onClick={() => setBrowsing(true)}
            >
              {t('common.browse')}
            </Button>
          }
        />
      </FieldRow>
      {isBrowsing ? (
        <PathBrowser
          title={props.label}
          startPath={props.value}
          pick={props.pick ?? 'folder'}
          onCancel={() => setBrowsing(false)}
          onPick={(path) => {
            setBrowsing(false);
            props.onChange(path);
          }}
        />
      ) : null}
    </>
  );
}

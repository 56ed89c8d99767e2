import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  Input,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../bridge/use-call.ts';
import { DialogHeading } from './dialog-heading.tsx';
import { ErrorPanel } from './error-panel.tsx';
import { ArrowLeft20Regular } from './icons.ts';
import { PathList } from './path-list.tsx';
import { parentPath } from './paths.ts';
import { useFocusReturn } from './use-focus-return.ts';

const useStyles = makeStyles({
  surface: { maxWidth: '640px' },
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  bar: { display: 'flex', gap: tokens.spacingHorizontalS },
  input: { flexGrow: 1 },
});

/**
 * Dialog that walks the folders of this computer over `files.list`. Enter opens a folder, Backspace or the arrow goes up,
 * the button takes what is shown.
 */
export function PathBrowser(props: {
  readonly title: string;
  /** Where to start; empty, or a path that is not there: the volumes. */
  readonly startPath: string;
  readonly pick: 'folder' | 'file';
  readonly onPick: (path: string) => void;
  readonly onCancel: () => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  useFocusReturn(true);
  const [path, setPath] = useState(props.startPath);
  const [typed, setTyped] = useState(props.startPath);
  const [file, setFile] = useState<string>();
  const { data, error } = useCall('files.list', path === '' ? {} : { path });
  const open = (next: string) => {
    setPath(next);
    setTyped(next);
    setFile(undefined);
  };
  const goUp = () => open(parentPath(path) ?? '');
  const onTypedKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') open(typed.trim());
  };
  const result = props.pick === 'file' ? file : path === '' ? undefined : path;
  return (
    <Dialog open onOpenChange={(_event, dialog) => (dialog.open ? undefined : props.onCancel())}>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogHeading>{props.title}</DialogHeading>
          <DialogContent className={styles.content}>
            <div className={styles.bar}>
              <Button
                icon={<ArrowLeft20Regular />}
                aria-label={t('common.folderUp')}
                disabledFocusable={path === ''}
                onClick={goUp}
              />
              <Input
                className={styles.input}
                aria-label={t('common.path')}
                value={typed}
                spellCheck={false}
                placeholder={t('common.volumes')}
                onChange={(_event, { value }) => setTyped(value)}
                onKeyDown={onTypedKey}
              />
            </div>
            {error === null ? null : <ErrorPanel error={error} takeFocus={false} />}
            <PathList
              entries={data?.entries}
              pick={props.pick}
              selected={file}
              onOpen={open}
              onSelectFile={setFile}
              onUp={goUp}
            />
            {data?.truncated ? <Text size={200}>{t('common.listTruncated')}</Text> : null}
          </DialogContent>
          <DialogActions>
            <Button onClick={props.onCancel}>{t('common.cancel')}</Button>
            <Button
              appearance="primary"
              disabledFocusable={result === undefined || error !== null}
              onClick={() => (result === undefined ? undefined : props.onPick(result))}
            >
              {props.pick === 'file' ? t('common.chooseFile') : t('common.chooseFolder')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

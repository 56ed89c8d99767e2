import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallInput } from '../../src-shared/contract/calls.ts';
import { useAppInfo } from '../app/app-info.tsx';
import { useCallMutation } from '../bridge/use-call.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { ErrorPanel } from './error-panel.tsx';
import { Identifier } from './identifier.tsx';
import { PathField } from './path-field.tsx';
import { useKept } from './use-kept.ts';

const useStyles = makeStyles({
  saved: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
});

/** Calls that write something into a folder of the operator's choice and answer with its path. */
type FolderCall = 'shipping.printSheet' | 'monitor.supportBundle' | 'recover.saveReport';

interface FolderDialogProps<Name extends FolderCall> {
  readonly call: Name;
  /** The call's input for a folder. */
  readonly inputFor: (folder: string) => CallInput<Name>;
  /** Words: `button`, `text`, `folder`, `save`, `saved`, `file`. */
  readonly wordsKey: string;
}

/** Asks for a folder, has the main process write there, and shows where it is. */
export function SaveIntoFolderDialog<Name extends FolderCall>(
  props: FolderDialogProps<Name> & { readonly open: boolean; readonly onClose: () => void },
) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { suggestedRecoveryPath } = useAppInfo();
  const [folder, setFolder] = useKept(`saveIntoFolder.${props.call}`, () => suggestedRecoveryPath);
  const write = useCallMutation(props.call);
  const text = (key: string) => t(`${props.wordsKey}.${key}`);
  const close = () => {
    props.onClose();
    write.reset();
  };
  return (
    <ConfirmDialog
      open={props.open}
      title={text('button')}
      confirmLabel={text('save')}
      cancelLabel={t('common.close')}
      canConfirm={folder.trim() !== ''}
      isBusy={write.isPending}
      onConfirm={() => write.mutate(props.inputFor(folder.trim()))}
      onCancel={close}
    >
      {write.error === null ? null : <ErrorPanel error={write.error} />}
      <Text>{text('text')}</Text>
      <PathField label={text('folder')} value={folder} onChange={setFolder} />
      {write.data === undefined ? null : (
        <div className={styles.saved} role="status">
          <Text weight="semibold">{text('saved')}</Text>
          <Identifier value={write.data.path} label={text('file')} />
        </div>
      )}
    </ConfirmDialog>
  );
}

export interface SaveIntoFolderProps<Name extends FolderCall> extends FolderDialogProps<Name> {
  readonly icon?: ReactElement | undefined;
  /** `medium` beside other buttons of a footer; small when left out. */
  readonly size?: 'small' | 'medium' | undefined;
}

/** Button that opens the dialog. */
export function SaveIntoFolder<Name extends FolderCall>(props: SaveIntoFolderProps<Name>) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { icon, size, ...dialog } = props;
  return (
    <>
      <Button size={size ?? 'small'} {...(icon === undefined ? {} : { icon })} onClick={() => setOpen(true)}>
        {t(`${props.wordsKey}.button`)}
      </Button>
      <SaveIntoFolderDialog {...dialog} open={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}

import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DialogHeading } from './dialog-heading.tsx';
import { useFocusReturn } from './use-focus-return.ts';

const useStyles = makeStyles({
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    // What is too long scrolls; without this it would be squeezed first.
    '> *': { flexShrink: 0 },
  },
  wide: { maxWidth: '760px' },
  danger: {
    backgroundColor: tokens.colorPaletteRedBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': {
      backgroundColor: tokens.colorPaletteRedForeground1,
      color: tokens.colorNeutralForegroundOnBrand,
    },
  },
});

export interface ConfirmDialogProps {
  readonly open: boolean;
  readonly title: string;
  /** What will happen, and what will not. */
  readonly children: ReactNode;
  /** Names the effect: "Erase and encrypt 2 disks", never "OK". */
  readonly confirmLabel: string;
  /** "Cancel" when left out. */
  readonly cancelLabel?: string | undefined;
  /** Destructive: the confirming button is red and never the default; focus starts in the content or on Cancel. */
  readonly destructive?: boolean | undefined;
  /** Holds the button back until what the dialog asks for is typed. */
  readonly canConfirm?: boolean | undefined;
  readonly isBusy?: boolean | undefined;
  readonly wide?: boolean | undefined;
  /** Left out while there is nothing to confirm: the dialog is read and closed. */
  readonly onConfirm?: (() => void) | undefined;
  readonly onCancel: () => void;
}

/** Question before something that cannot be taken back. Enter confirms nothing; practice mode is named. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  useFocusReturn(props.open);
  const isDestructive = props.destructive === true;
  const isHeldBack = props.canConfirm === false || props.isBusy === true;
  return (
    <Dialog
      open={props.open}
      modalType={isDestructive ? 'alert' : 'modal'}
      onOpenChange={(_event, dialog) => (dialog.open ? undefined : props.onCancel())}
    >
      <DialogSurface {...(props.wide === true ? { className: styles.wide } : {})}>
        <DialogBody>
          <DialogHeading>{props.title}</DialogHeading>
          <DialogContent className={styles.content}>{props.children}</DialogContent>
          <DialogActions>
            <Button onClick={props.onCancel}>
              {props.cancelLabel ?? t(props.onConfirm === undefined ? 'common.close' : 'common.cancel')}
            </Button>
            {props.onConfirm === undefined ? null : (
              <Button
                {...(isDestructive
                  ? isHeldBack
                    ? {}
                    : { className: styles.danger }
                  : { appearance: 'primary' as const })}
                disabledFocusable={isHeldBack}
                onClick={props.onConfirm}
              >
                {props.confirmLabel}
              </Button>
            )}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

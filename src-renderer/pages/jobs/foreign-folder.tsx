import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';

/** Offered for a folder that this wizard did not write: its files can travel all the same. */
export function ForeignFolder(props: { readonly isBusy: boolean; readonly onCarry: () => void }) {
  const { t } = useTranslation();
  return (
    <div role="alert">
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{t('opaque.offerTitle')}</MessageBarTitle>
          {t('opaque.offerText')}
        </MessageBarBody>
        <MessageBarActions>
          <Button size="small" appearance="primary" disabledFocusable={props.isBusy} onClick={props.onCarry}>
            {t('opaque.offerUse')}
          </Button>
        </MessageBarActions>
      </MessageBar>
    </div>
  );
}

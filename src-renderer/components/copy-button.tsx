import { Button } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Checkmark16Regular, Copy16Regular } from './icons.ts';
import { useCopy } from './use-copy.ts';

/** Button with words that copies text of several lines; says for a moment that it did. */
export function CopyButton(props: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation();
  const { isCopied, copy } = useCopy();
  return (
    <Button
      size="small"
      icon={isCopied ? <Checkmark16Regular /> : <Copy16Regular />}
      onClick={() => copy(props.text)}
    >
      {isCopied ? t('common.copied') : props.label}
    </Button>
  );
}

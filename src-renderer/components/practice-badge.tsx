import { Badge } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';

/** The word PRACTICE: in the frame, in dialogs and on prints, wherever something could be taken for real. */
export function PracticeBadge() {
  const { t } = useTranslation();
  return (
    <Badge appearance="filled" color="warning" size="large" shape="rounded">
      {t('practice.badge')}
    </Badge>
  );
}

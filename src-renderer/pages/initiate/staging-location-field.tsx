import { useTranslation } from 'react-i18next';
import type { JobId } from '../../../src-shared/domain/ids.ts';
import { formatBytes } from '../../../src-shared/locales/format.ts';
import { useAppInfo } from '../../app/app-info.tsx';
import { useLanguage } from '../../app/use-language.ts';
import { useCall } from '../../bridge/use-call.ts';
import { PathField } from '../../components/path-field.tsx';
import { useErrorWords } from '../../components/use-error-words.ts';
import { useQuiet } from '../../components/use-quiet.ts';

const quietMilliseconds = 600;
const noError = { kind: 'user', code: 'folder.notFound', params: {} } as const;

/** Staging Location: what is typed is looked at after a moment of quiet; free space or the broken rule stands under the box. */
export function StagingLocationField(props: {
  readonly jobId: JobId;
  readonly value: string;
  readonly onChange: (path: string) => void;
  readonly showRequired: boolean;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { suggestedStagingPath } = useAppInfo();
  const path = useQuiet(props.value.trim(), quietMilliseconds);
  const isEmpty = props.value.trim() === '';
  const check = useCall('initiate.checkStaging', { jobId: props.jobId, path }, { enabled: path !== '' });
  const words = useErrorWords(check.error ?? noError);
  const isCurrent = path === props.value.trim();
  const message = isEmpty
    ? props.showRequired
      ? t('rules.required')
      : undefined
    : check.error !== null && isCurrent
      ? `${words.title} ${words.next}`
      : undefined;
  const hint =
    check.data !== undefined && isCurrent && !isEmpty
      ? t(
          check.data.isNetworkPath
            ? 'initiate.offlineDetails.freeOnShare'
            : 'initiate.offlineDetails.freeLocal',
          {
            free: formatBytes(check.data.freeBytes, language),
            fileSystem: check.data.fileSystem,
          },
        )
      : t('initiate.offlineDetails.stagingHint');
  return (
    <PathField
      label={t('initiate.offlineDetails.stagingLocation')}
      required
      value={props.value}
      placeholder={suggestedStagingPath}
      onChange={props.onChange}
      hint={hint}
      message={message}
    />
  );
}

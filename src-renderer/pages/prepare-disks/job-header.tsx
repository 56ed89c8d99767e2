import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import type { OpaqueSource } from '../../../src-shared/domain/opaque.ts';
import { formatNumber } from '../../../src-shared/locales/format.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useLanguage } from '../../app/use-language.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { Identifier } from '../../components/identifier.tsx';
import { useJobName } from '../../components/use-job-name.ts';
import { OpaqueDetails } from './opaque-details.tsx';
import { settingsOf } from './opaque-form.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground2,
    borderRadius: tokens.borderRadiusLarge,
  },
  path: { flexGrow: 1, minWidth: 0 },
});

/** Files, size and kind of a folder of another program. */
function OpaqueFacts(props: {
  readonly job: JobSnapshot;
  readonly opaque: OpaqueSource;
  readonly className: string;
}) {
  const { t } = useTranslation();
  const { opaque } = props;
  return (
    <>
      {props.job.phase === 'draft' ? null : (
        <Text>
          <ByteSize bytes={opaque.bytes} /> {t('opaque.inFiles', { count: opaque.files })}{' '}
          {t(opaque.blobKind === 'page' ? 'opaque.asPage' : 'opaque.asBlock')}
        </Text>
      )}
      <Identifier
        value={opaque.sourcePath}
        label={t('prepareDisks.stagingPath')}
        className={props.className}
      />
    </>
  );
}

/** The job whose drives are prepared: name, size, staging location; Change leads to another one. */
export function JobHeader(props: { readonly job: JobSnapshot; readonly canChange: boolean }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { go } = useNavigation();
  const nameOf = useJobName();
  const { staging, opaque } = props.job;
  const changeDetails = useCallMutation('opaque.save');
  const canChangeDetails =
    props.canChange &&
    opaque !== undefined &&
    props.job.phase === 'staged' &&
    props.job.package === undefined;
  return (
    <div className={styles.root}>
      <Text weight="semibold">{nameOf(props.job)}</Text>
      {staging === undefined ? null : (
        <>
          <Text>
            <ByteSize bytes={staging.stagedBytes} />{' '}
            {t('prepareDisks.inVolumes', {
              count: staging.volumes,
              volumes: formatNumber(staging.volumes, language),
            })}
          </Text>
          <Identifier
            value={staging.stagingPath}
            label={t('prepareDisks.stagingPath')}
            className={styles.path}
          />
        </>
      )}
      {opaque === undefined ? null : <OpaqueFacts job={props.job} opaque={opaque} className={styles.path} />}
      {canChangeDetails ? (
        <Button
          size="small"
          disabledFocusable={changeDetails.isPending}
          onClick={() => changeDetails.mutate({ jobId: props.job.id, settings: settingsOf(props.job) })}
        >
          {t('opaque.changeDetails')}
        </Button>
      ) : null}
      {opaque === undefined || canChangeDetails || props.job.phase === 'draft' ? null : (
        <OpaqueDetails job={props.job} opaque={opaque} />
      )}
      {props.canChange ? (
        <Button size="small" onClick={() => go({ kind: 'openStaged' })}>
          {t('prepareDisks.change')}
        </Button>
      ) : null}
    </div>
  );
}

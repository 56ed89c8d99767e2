import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { formatNumber } from '../../../src-shared/locales/format.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useLanguage } from '../../app/use-language.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { Identifier } from '../../components/identifier.tsx';
import { useJobName } from '../../components/use-job-name.ts';

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

/** The job whose drives are prepared: name, size, staging location; Change leads to another one. */
export function JobHeader(props: { readonly job: JobSnapshot; readonly canChange: boolean }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { go } = useNavigation();
  const nameOf = useJobName();
  const { staging } = props.job;
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
      {props.canChange ? (
        <Button size="small" onClick={() => go({ kind: 'openStaged' })}>
          {t('prepareDisks.change')}
        </Button>
      ) : null}
    </div>
  );
}

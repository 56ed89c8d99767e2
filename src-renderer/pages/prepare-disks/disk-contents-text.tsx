import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { DiskFacts } from '../../../src-shared/domain/disks.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { knownVolumes } from './disk-rows.ts';

const useStyles = makeStyles({
  lines: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const shownVolumes = 2;

/** What is on a disk, in the words its owner would use: letters, labels, used space. */
export function DiskContentsText(props: { readonly facts: DiskFacts }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const volumes = knownVolumes(props.facts);
  if (volumes.length === 0) return <Text className={styles.quiet}>{t('prepareDisks.contents.empty')}</Text>;
  return (
    <span className={styles.lines}>
      {volumes.slice(0, shownVolumes).map((volume, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: volumes have no id, and the list is replaced as a whole.
        <Text key={index}>
          {volume.letter === undefined ? '' : `${volume.letter}: `}
          {volume.label === '' ? '' : `${t('prepareDisks.contents.label', { label: volume.label })} `}
          {volume.bitLocker === 'locked' ? (
            t('prepareDisks.contents.locked')
          ) : volume.usedBytes === 0 ? (
            t('prepareDisks.contents.emptyVolume')
          ) : (
            <>
              <ByteSize bytes={volume.usedBytes} /> {t('prepareDisks.contents.used')}
            </>
          )}
        </Text>
      ))}
      {volumes.length > shownVolumes ? (
        <Text className={styles.quiet}>
          {t('prepareDisks.contents.more', { count: volumes.length - shownVolumes })}
        </Text>
      ) : null}
    </span>
  );
}

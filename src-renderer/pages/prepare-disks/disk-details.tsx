import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { DiskVolume, JudgedDisk } from '../../../src-shared/domain/disks.ts';
import { formatExactBytes } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { DefinitionList } from '../../components/definition-list.tsx';
import { Identifier } from '../../components/identifier.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { knownVolumes } from './disk-rows.ts';
import { useFindingWords } from './verdict-badge.tsx';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(300px, 1fr))',
    gap: tokens.spacingHorizontalXL,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalL}`,
  },
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  list: { margin: 0, padding: 0, listStyleType: 'none', display: 'grid', gap: tokens.spacingVerticalS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

function VolumeLine(props: { readonly volume: DiskVolume }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { volume } = props;
  const name = [
    volume.letter === undefined ? t('prepareDisks.details.noLetter') : `${volume.letter}:`,
    volume.label,
  ]
    .filter((part) => part !== '')
    .join(' ');
  return (
    <li>
      <Text weight="semibold">{name}</Text>{' '}
      <Text>
        {volume.fileSystem}, <ByteSize bytes={volume.usedBytes} /> {t('prepareDisks.details.of')}{' '}
        <ByteSize bytes={volume.sizeBytes} />, {t(`prepareDisks.bitLocker.${volume.bitLocker}`)}
      </Text>
      {volume.firstFolders.length === 0 ? null : (
        <Text block className={styles.quiet}>
          {t('prepareDisks.details.firstFolders', { folders: volume.firstFolders.join(', ') })}
        </Text>
      )}
    </li>
  );
}

/** Everything known about one disk: all findings, all volumes with first folders and BitLocker state, raw identity. */
export function DiskDetails(props: { readonly disk: JudgedDisk }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { long } = useFindingWords();
  const { facts, findings } = props.disk;
  const { identity } = facts;
  const rows = [
    {
      term: t('prepareDisks.details.serial'),
      value: <Identifier value={identity.serial} label={t('prepareDisks.details.serial')} />,
    },
    {
      term: t('prepareDisks.details.uniqueId'),
      value: <Identifier value={identity.uniqueId} label={t('prepareDisks.details.uniqueId')} />,
    },
    { term: t('prepareDisks.details.size'), value: formatExactBytes(identity.sizeBytes, language) },
    { term: t('prepareDisks.details.bus'), value: t(`prepareDisks.bus.${identity.bus}`) },
    { term: t('prepareDisks.details.sector'), value: formatExactBytes(facts.logicalSectorBytes, language) },
  ];
  return (
    <div className={styles.root}>
      <div className={styles.column}>
        <ul className={styles.list}>
          {findings.map((finding) => (
            <li key={finding.code}>
              <StatusBadge tone={finding.severity === 'blocker' ? 'danger' : 'warning'}>
                {long(finding)}
              </StatusBadge>
            </li>
          ))}
          {findings.length === 0 ? <li>{t('prepareDisks.details.noFindings')}</li> : null}
        </ul>
        <ul className={styles.list}>
          {knownVolumes(facts).map((volume, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: volumes have no id, and the list is replaced as a whole.
            <VolumeLine key={index} volume={volume} />
          ))}
          {facts.volumes.length === 0 ? <li>{t('prepareDisks.details.noVolumes')}</li> : null}
        </ul>
      </div>
      <DefinitionList rows={rows} />
    </div>
  );
}

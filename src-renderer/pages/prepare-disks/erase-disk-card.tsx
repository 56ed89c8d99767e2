import { Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { ByteSize } from '../../components/byte-size.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FieldRow } from '../../components/field-row.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { contentsOf } from './disk-contents.ts';
import { type EraseChallenge, type EraseEntry, isConfirmed } from './use-erase.ts';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  head: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM },
  serial: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  ending: { textDecorationLine: 'underline', fontWeight: tokens.fontWeightBold },
  input: { fontFamily: tokens.fontFamilyMonospace, maxWidth: '180px' },
  row: { display: 'flex', alignItems: 'flex-end', gap: tokens.spacingHorizontalM },
});

function WhatIsOnIt(props: { readonly volumes: EraseChallenge['volumes'] }) {
  const { t } = useTranslation();
  const contents = contentsOf(props.volumes);
  if (props.volumes.length === 0) return <Text>{t('prepareDisks.erase.nothingOnIt')}</Text>;
  const names = [
    ...contents.letters,
    ...contents.labels.map((label) => t('prepareDisks.contents.label', { label })),
  ].join(' ');
  return (
    <div>
      <StatusBadge tone="danger">
        {names} {contents.usedBytes === 0 ? null : <ByteSize bytes={contents.usedBytes} />}{' '}
        {t('prepareDisks.erase.willBeLost')}
      </StatusBadge>
      {contents.lockedVolumes === 0 ? null : <Text block>{t('prepareDisks.erase.lockedToo')}</Text>}
      {contents.firstFolders.length === 0 ? null : (
        <Text block>
          {t('prepareDisks.details.firstFolders', { folders: contents.firstFolders.join(', ') })}
        </Text>
      )}
    </div>
  );
}

export interface EraseDiskCardProps {
  readonly entry: EraseEntry;
  readonly number: number;
  readonly isBusy: boolean;
  readonly onType: (text: string) => void;
  readonly onReadAgain: () => void;
}

/** One disk of the erase dialog: what it is, what is on it, the box to type into, what went wrong with it. */
export function EraseDiskCard(props: EraseDiskCardProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { challenge, typed, error } = props.entry;
  const disk = t('prepareDisks.diskName', { number: props.number });
  const problem =
    error === undefined ? null : (
      <ErrorPanel
        error={error}
        onRetry={error.code === 'disk.confirmationWrong' ? undefined : props.onReadAgain}
      />
    );
  if (challenge === undefined) {
    return (
      <div className={styles.card}>
        <Text weight="semibold">{disk}</Text>
        {problem}
      </div>
    );
  }
  const { identity, serialCharacters } = challenge;
  const serial = identity.serial.trim();
  return (
    <div className={styles.card}>
      <div className={styles.head}>
        <Text weight="semibold">{disk}</Text>
        <Text>{identity.model}</Text>
        <Text>
          <ByteSize bytes={identity.sizeBytes} />
        </Text>
        <Text>
          {t('prepareDisks.erase.serial')}{' '}
          <span className={styles.serial}>
            {serial.slice(0, -serialCharacters)}
            <span className={styles.ending}>{serial.slice(-serialCharacters)}</span>
          </span>
        </Text>
      </div>
      <WhatIsOnIt volumes={challenge.volumes} />
      {problem}
      <div className={styles.row}>
        <FieldRow label={t('prepareDisks.erase.type', { count: serialCharacters, disk })}>
          <Input
            className={styles.input}
            value={typed}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            disabled={props.isBusy}
            onChange={(_event, { value }) => props.onType(value)}
          />
        </FieldRow>
        {isConfirmed(props.entry) ? (
          <StatusBadge tone="success">{t('prepareDisks.erase.matches')}</StatusBadge>
        ) : null}
      </div>
    </div>
  );
}

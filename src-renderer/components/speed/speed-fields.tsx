import { Checkbox, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SpeedSettings } from '../../../src-shared/domain/speed-limits.ts';
import { WeekdayBoxes } from '../weekday-boxes.tsx';
import { RateField } from './rate-field.tsx';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  row: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(200px, 1fr))',
    alignItems: 'start',
    gap: tokens.spacingHorizontalL,
    maxWidth: '560px',
  },
});

type RateName = 'workHourBytesPerSecond' | 'otherBytesPerSecond';

function withRate(
  settings: SpeedSettings,
  name: RateName,
  bytesPerSecond: number | undefined,
): SpeedSettings {
  const { [name]: _before, ...others } = settings;
  return bytesPerSecond === undefined ? others : { ...others, [name]: bytesPerSecond };
}

function withoutRates(settings: SpeedSettings): SpeedSettings {
  return withRate(withRate(settings, 'workHourBytesPerSecond', undefined), 'otherBytesPerSecond', undefined);
}

export interface SpeedFieldsProps {
  readonly settings: SpeedSettings;
  readonly onChange: (settings: SpeedSettings) => void;
  /** Told when a bandwidth that is none stands in a box, and when it no longer does. */
  readonly onWrong?: ((isWrong: boolean) => void) | undefined;
}

/** What a backup may take of the computer: background mode, and a bandwidth in work hours and outside of them. */
export function SpeedFields(props: SpeedFieldsProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { settings, onChange } = props;
  const hasRate = settings.workHourBytesPerSecond !== undefined || settings.otherBytesPerSecond !== undefined;
  const [isLimited, setLimited] = useState(hasRate);
  const [wrong, setWrong] = useState<readonly RateName[]>([]);
  const tellWrong = (names: readonly RateName[]) => {
    setWrong(names);
    props.onWrong?.(names.length > 0);
  };
  const rateField = (name: RateName, label: string) => (
    <RateField
      label={label}
      bytesPerSecond={settings[name]}
      onChange={(bytesPerSecond) => onChange(withRate(settings, name, bytesPerSecond))}
      onWrong={(isWrong) => {
        const others = wrong.filter((each) => each !== name);
        tellWrong(isWrong ? [...others, name] : others);
      }}
    />
  );
  const time = (end: 'from' | 'to') => (
    <Field label={t(`initiate.speed.${end}`)}>
      <Input
        type="time"
        value={settings.workHours[end]}
        onChange={(_event, { value }) => {
          if (/^\d\d:\d\d$/.test(value))
            onChange({ ...settings, workHours: { ...settings.workHours, [end]: value } });
        }}
      />
    </Field>
  );
  return (
    <div className={styles.form}>
      <Checkbox
        label={t('initiate.speed.background')}
        checked={settings.backgroundMode}
        onChange={(_event, { checked }) => onChange({ ...settings, backgroundMode: checked === true })}
      />
      <Checkbox
        label={t('initiate.speed.limit')}
        checked={isLimited}
        onChange={(_event, { checked }) => {
          setLimited(checked === true);
          tellWrong([]);
          if (checked !== true) onChange(withoutRates(settings));
        }}
      />
      {isLimited ? (
        <>
          <WeekdayBoxes
            label={t('initiate.speed.workDays')}
            days={settings.workDays}
            onChange={(workDays) => onChange({ ...settings, workDays })}
          />
          <div className={styles.row}>
            {time('from')}
            {time('to')}
          </div>
          <div className={styles.row}>
            {rateField('workHourBytesPerSecond', t('initiate.speed.workRate'))}
            {rateField('otherBytesPerSecond', t('initiate.speed.otherRate'))}
          </div>
        </>
      ) : null}
    </div>
  );
}

import {
  Dropdown,
  Field,
  Input,
  makeStyles,
  Option,
  Radio,
  RadioGroup,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import {
  blobKindSchema,
  importDispositionSchema,
  type OpaqueSettings,
} from '../../../src-shared/domain/opaque.ts';
import { brokenPrefixRule, normalPrefix } from '../../../src-shared/domain/opaque-rules.ts';
import { FieldRow } from '../../components/field-row.tsx';
import { PathField } from '../../components/path-field.tsx';
import { Section } from '../../components/section.tsx';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  dropdown: { minWidth: 0 },
});

export interface OpaqueFieldsProps {
  readonly settings: OpaqueSettings;
  readonly onChange: (change: Partial<OpaqueSettings>) => void;
  /** Box that the main process refused, with its sentence. */
  readonly refused: { readonly field: string; readonly message: string } | undefined;
}

/** Page blobs, or block blobs on request. */
export function BlobKindField(props: OpaqueFieldsProps) {
  const { t } = useTranslation();
  return (
    <Field label={t('opaque.kind')} hint={t(`opaque.${props.settings.blobKind}Hint`)}>
      <RadioGroup
        layout="horizontal"
        value={props.settings.blobKind}
        onChange={(_event, { value }) => props.onChange({ blobKind: blobKindSchema.parse(value) })}
      >
        {blobKindSchema.options.map((kind) => (
          <Radio key={kind} value={kind} label={t(`opaque.${kind}`)} />
        ))}
      </RadioGroup>
    </Field>
  );
}

/** Folder inside the container, and what happens where a blob is already. */
export function PlaceFields(props: OpaqueFieldsProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { settings, onChange } = props;
  const rule = brokenPrefixRule(normalPrefix(settings.prefix));
  return (
    <>
      <FieldRow
        label={t('opaque.prefix')}
        hint={t('opaque.prefixHint')}
        message={rule === undefined ? undefined : t(`rules.${rule}`)}
      >
        <Input
          value={settings.prefix}
          maxLength={256}
          spellCheck={false}
          autoComplete="off"
          onChange={(_event, { value }) => onChange({ prefix: value })}
        />
      </FieldRow>
      <FieldRow label={t('opaque.disposition')}>
        <Dropdown
          className={styles.dropdown}
          value={t(`opaque.dispositions.${settings.disposition}`)}
          selectedOptions={[settings.disposition]}
          onOptionSelect={(_event, { optionValue }) =>
            onChange({ disposition: importDispositionSchema.parse(optionValue) })
          }
        >
          {importDispositionSchema.options.map((disposition) => (
            <Option key={disposition} value={disposition}>
              {t(`opaque.dispositions.${disposition}`)}
            </Option>
          ))}
        </Dropdown>
      </FieldRow>
    </>
  );
}

/** The two optional XML files. */
export function ExtraFields({ settings, onChange, refused }: OpaqueFieldsProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const messageOf = (field: string) => (refused?.field === field ? refused.message : undefined);
  return (
    <Section title={t('opaque.extras')} text={t('opaque.extrasText')}>
      <div className={styles.form}>
        <PathField
          label={t('opaque.metadata')}
          value={settings.metadataPath}
          message={messageOf('metadataPath')}
          onChange={(metadataPath) => onChange({ metadataPath })}
          pick="file"
        />
        <PathField
          label={t('opaque.properties')}
          value={settings.propertiesPath}
          message={messageOf('propertiesPath')}
          onChange={(propertiesPath) => onChange({ propertiesPath })}
          pick="file"
        />
      </div>
    </Section>
  );
}

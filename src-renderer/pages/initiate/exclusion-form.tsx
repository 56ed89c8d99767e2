import { Button, Checkbox, Input, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Exclusion, exclusionSchema } from '../../../src-shared/domain/initiate-draft.ts';
import { brokenPatternRule } from '../../../src-shared/domain/path-pattern.ts';
import { FieldRow } from '../../components/field-row.tsx';
import { PathField } from '../../components/path-field.tsx';
import { isFullPath } from '../../components/paths.ts';

const useStyles = makeStyles({
  form: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  buttons: { display: 'flex', gap: tokens.spacingHorizontalS },
});

/** File types as typed ("tmp, *.LOG .bak") to endings in lower case without dot. */
export function parseFileTypes(text: string): string[] {
  const endings = text
    .split(/[\s,;]+/)
    .map((part) => part.replace(/^\*?\./, '').toLowerCase())
    .filter((part) => part !== '');
  return [...new Set(endings)];
}

/** Patterns as typed, one a line: names may hold spaces, commas and semicolons. */
export function parsePatterns(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}

interface Typed {
  readonly path: string;
  readonly types: string;
  readonly patterns: string;
  readonly includeSubfolders: boolean;
}

const nothingTyped: Typed = { path: '', types: '', patterns: '', includeSubfolders: true };

/** A rule as one would type it. */
function typedOf(rule: Exclusion | undefined): Typed {
  if (rule === undefined) return nothingTyped;
  const { path, fileTypes, patterns = [], includeSubfolders } = rule;
  return { path, types: fileTypes.join(', '), patterns: patterns.join('\n'), includeSubfolders };
}

function ruleOf(typed: Typed, effect: 'leaveOut' | 'keep'): Exclusion | undefined {
  const path = typed.path.trim();
  const patterns = parsePatterns(typed.patterns);
  const { includeSubfolders } = typed;
  if (!isFullPath(path)) return undefined;
  if (patterns.some((pattern) => brokenPatternRule(pattern, includeSubfolders) !== undefined))
    return undefined;
  return exclusionSchema.safeParse({
    path,
    includeSubfolders,
    fileTypes: parseFileTypes(typed.types),
    ...(patterns.length === 0 ? {} : { patterns }),
    ...(effect === 'keep' ? { effect } : {}),
  }).data;
}

function PatternsField(props: { readonly typed: Typed; readonly onChange: (patterns: string) => void }) {
  const { t } = useTranslation();
  const { patterns, includeSubfolders } = props.typed;
  const wrong = parsePatterns(patterns)
    .map((pattern) => ({ pattern, rule: brokenPatternRule(pattern, includeSubfolders) }))
    .find(({ rule }) => rule !== undefined);
  return (
    <FieldRow
      label={t('initiate.exclusions.patternsLabel')}
      hint={t('initiate.exclusions.patternsHint')}
      message={
        wrong === undefined
          ? undefined
          : t('initiate.exclusions.patternWrong', {
              pattern: wrong.pattern,
              reason: t(`rules.${wrong.rule}`),
            })
      }
    >
      <Textarea
        value={patterns}
        spellCheck={false}
        rows={2}
        resize="vertical"
        onChange={(_event, { value }) => props.onChange(value)}
      />
    </FieldRow>
  );
}

/** A rule, new or changed: a folder or file that is left out or kept, all of it or some types and names, with or without the folders below. */
export function ExclusionForm(props: {
  readonly effect: 'leaveOut' | 'keep';
  /** Absent: a new rule. */
  readonly changed?: Exclusion;
  readonly onDone: (exclusion: Exclusion) => void;
  readonly onCancel: () => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [typed, setTyped] = useState(() => typedOf(props.changed));
  const change = (part: Partial<Typed>) => setTyped((known) => ({ ...known, ...part }));
  const keeps = props.effect === 'keep';
  const rule = ruleOf(typed, props.effect);
  const path = typed.path.trim();
  const areTypesWrong = !exclusionSchema.shape.fileTypes.safeParse(parseFileTypes(typed.types)).success;
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  return (
    <div ref={form} className={styles.form}>
      <PathField
        label={t(keeps ? 'initiate.exclusions.keepPath' : 'initiate.exclusions.path')}
        value={typed.path}
        message={path === '' || isFullPath(path) ? undefined : t('initiate.exclusions.pathWrong')}
        onChange={(value) => change({ path: value })}
      />
      <FieldRow
        label={t('initiate.exclusions.fileTypes')}
        hint={t(keeps ? 'initiate.exclusions.keepTypesHint' : 'initiate.exclusions.fileTypesHint')}
        message={areTypesWrong ? t('initiate.exclusions.fileTypesWrong') : undefined}
      >
        <Input
          value={typed.types}
          spellCheck={false}
          onChange={(_event, { value }) => change({ types: value })}
        />
      </FieldRow>
      <PatternsField typed={typed} onChange={(patterns) => change({ patterns })} />
      <Checkbox
        label={t('initiate.exclusions.subfolders')}
        checked={typed.includeSubfolders}
        onChange={(_event, { checked }) => change({ includeSubfolders: checked === true })}
      />
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          disabledFocusable={rule === undefined}
          onClick={() => (rule === undefined ? undefined : props.onDone(rule))}
        >
          {t(props.changed === undefined ? 'common.add' : 'common.save')}
        </Button>
        <Button onClick={props.onCancel}>{t('common.cancel')}</Button>
      </div>
    </div>
  );
}

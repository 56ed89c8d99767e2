import { Button, makeStyles, Text, tokens, useAnnounce } from '@fluentui/react-components';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Exclusion } from '../../../src-shared/domain/initiate-draft.ts';
import { movesOfRule, swapRules } from '../../../src-shared/domain/rule-order.ts';
import { Add20Regular } from '../../components/icons.ts';
import { isWindowsPath } from '../../components/paths.ts';
import { Section } from '../../components/section.tsx';
import { useFocusReturn } from '../../components/use-focus-return.ts';
import { ExclusionForm } from './exclusion-form.tsx';
import { ExclusionRow, type RuleAction, type RuleSize } from './exclusion-row.tsx';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  form: { padding: `${tokens.spacingVerticalXS} 0` },
  quiet: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
});

/** A key for each rule: what it says, and which of those that say the same. */
function keysOf(exclusions: readonly Exclusion[]): readonly string[] {
  const texts = exclusions.map((exclusion) => JSON.stringify(exclusion));
  return texts.map(
    (text, index) => `${texts.slice(0, index).filter((each) => each === text).length}:${text}`,
  );
}

/** What is being typed: one more rule, or another wording of the one with this key. */
type OpenForm = { readonly effect: 'leaveOut' | 'keep' } | { readonly changedKey: string };

/** Gives the focus to a button of a rule once the list is drawn anew: its row may stand elsewhere then, or have been a form. */
function useRuleFocus(keys: readonly string[]) {
  const list = useRef<HTMLUListElement>(null);
  const wanted = useRef<{ readonly key: string | undefined; readonly action: RuleAction } | undefined>(
    undefined,
  );
  useLayoutEffect(() => {
    const { key, action } = wanted.current ?? {};
    if (key === undefined) return;
    const row = list.current?.children[keys.indexOf(key)];
    const button = row?.querySelector<HTMLElement>(`[data-action="${action}"]`);
    if (button === null || button === undefined) return;
    wanted.current = undefined;
    button.focus();
  });
  const focusOn = (key: string | undefined, action: RuleAction): void => {
    wanted.current = { key, action };
  };
  return { list, focusOn };
}

/** What is left out and what is kept of it, each with its scope and what it amounts to; rules can be added, changed and moved. */
export function ExclusionsList(props: {
  readonly exclusions: readonly Exclusion[];
  /** Figures per rule; undefined while they are counted. */
  readonly sizes: readonly RuleSize[] | undefined;
  readonly onChange: (exclusions: readonly Exclusion[]) => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { announce } = useAnnounce();
  const { exclusions, onChange } = props;
  const [opened, setForm] = useState<OpenForm | undefined>();
  const keys = keysOf(exclusions);
  // A tick in the tree may have taken the rule away that was being changed.
  const isGone = opened !== undefined && 'changedKey' in opened && !keys.includes(opened.changedKey);
  const form = isGone ? undefined : opened;
  const changedKey = form !== undefined && 'changedKey' in form ? form.changedKey : undefined;
  const { list, focusOn } = useRuleFocus(keys);
  useFocusReturn(form !== undefined);
  const keepsSome = exclusions.some(({ effect }) => effect === 'keep');
  const addButton = (effect: 'leaveOut' | 'keep', words: string) => (
    <Button
      size="small"
      icon={<Add20Regular />}
      disabledFocusable={form !== undefined}
      onClick={() => setForm({ effect })}
    >
      {words}
    </Button>
  );
  const endChange = (key: string | undefined): void => {
    setForm(undefined);
    focusOn(key, 'change');
  };
  const change = (index: number, rule: Exclusion): void => {
    const next = exclusions.with(index, rule);
    onChange(next);
    endChange(keysOf(next)[index]);
  };
  const move = (from: number, to: number, action: 'moveUp' | 'moveDown'): void => {
    const next = swapRules(exclusions, from, to);
    focusOn(keysOf(next)[to], action);
    onChange(next);
    announce(t('initiate.exclusions.moved', { place: to + 1, count: next.length }));
  };
  const rowOf = (exclusion: Exclusion, index: number) => {
    const key = keys[index] ?? '';
    return key === changedKey ? (
      <li key={key} className={styles.form}>
        <ExclusionForm
          effect={exclusion.effect ?? 'leaveOut'}
          changed={exclusion}
          onCancel={() => endChange(key)}
          onDone={(rule) => change(index, rule)}
        />
      </li>
    ) : (
      <ExclusionRow
        key={key}
        exclusion={exclusion}
        size={props.sizes?.[index]}
        moves={movesOfRule(exclusions, index, isWindowsPath(exclusion.path))}
        isLocked={form !== undefined}
        onMove={(action, to) => move(index, to, action)}
        onEdit={() => setForm({ changedKey: key })}
        onRemove={() => onChange(exclusions.filter((each) => each !== exclusion))}
      />
    );
  };
  return (
    <Section
      title={t('initiate.exclusions.title', { count: exclusions.length })}
      text={keepsSome ? t('initiate.exclusions.order') : undefined}
      actions={
        <>
          {addButton('leaveOut', t('initiate.exclusions.add'))}
          {exclusions.length === 0 ? null : addButton('keep', t('initiate.exclusions.addKeep'))}
        </>
      }
    >
      {exclusions.length === 0 ? (
        <Text className={styles.quiet}>{t('initiate.exclusions.none')}</Text>
      ) : (
        <ul ref={list} className={styles.list}>
          {exclusions.map(rowOf)}
        </ul>
      )}
      {form === undefined || 'changedKey' in form ? null : (
        <ExclusionForm
          key={form.effect}
          effect={form.effect}
          onCancel={() => setForm(undefined)}
          onDone={(exclusion) => {
            setForm(undefined);
            onChange([...exclusions, exclusion]);
          }}
        />
      )}
    </Section>
  );
}

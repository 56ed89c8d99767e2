import { makeStyles, tokens } from '@fluentui/react-components';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerForPath, type PathAnswer } from '../../../src-shared/domain/rules-of-items-answer.ts';
import { PathField } from '../../components/path-field.tsx';
import { isFullPath, isWindowsPath } from '../../components/paths.ts';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { exclusionText } from './exclusion-text.ts';
import type { Selection } from './selection-model.ts';

const useStyles = makeStyles({
  answers: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    overflowWrap: 'anywhere',
  },
});

function answerText(t: TFunction, answer: PathAnswer): string {
  const key = `initiate.pathTest.${answer.code}`;
  if (answer.code === 'belowItemOnly') return t(key, { path: answer.item.path });
  return 'exclusion' in answer ? t(key, { rule: exclusionText(t, answer.exclusion) }) : t(key);
}

function isIn({ code }: PathAnswer): boolean {
  return code === 'backedUp' || code === 'kept';
}

type Kind = 'file' | 'folder';

/** Nothing is read, so a path that does not say what it is gets both answers where they differ. */
function answersFor(selection: Selection, path: string, knownKind: Kind | undefined) {
  const answer = (kind: Kind) => answerForPath(selection, path, kind, isWindowsPath(path));
  const kind = /[\\/]$/.test(path) ? 'folder' : knownKind;
  if (kind !== undefined) return [{ kind: undefined, answer: answer(kind) }];
  const [file, folder] = [answer('file'), answer('folder')];
  if (JSON.stringify(file) === JSON.stringify(folder)) return [{ kind: undefined, answer: file }];
  return [
    { kind: 'asFile' as const, answer: file },
    { kind: 'asFolder' as const, answer: folder },
  ];
}

/** A line that says whether a typed path would be backed up, and which rule says so. */
export function ItemPathTest(props: {
  readonly selection: Selection;
  /** What a path is, as far as the tree has read it. */
  readonly kindOf: (path: string) => Kind | undefined;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const path = typed.trim();
  const isFull = isFullPath(path);
  const answers = isFull ? answersFor(props.selection, path, props.kindOf(path)) : [];
  return (
    <Section title={t('initiate.pathTest.title')}>
      <PathField
        label={t('initiate.pathTest.path')}
        hint={t('initiate.pathTest.hint')}
        message={path === '' || isFull ? undefined : t('initiate.pathTest.notFull')}
        value={typed}
        pick="file"
        onChange={setTyped}
      />
      <div role="status" className={styles.answers}>
        {answers.map(({ kind, answer }) => {
          const text = answerText(t, answer);
          return (
            <StatusBadge key={kind ?? 'path'} tone={isIn(answer) ? 'success' : 'info'}>
              {kind === undefined ? text : t(`initiate.pathTest.${kind}`, { answer: text })}
            </StatusBadge>
          );
        })}
      </div>
    </Section>
  );
}

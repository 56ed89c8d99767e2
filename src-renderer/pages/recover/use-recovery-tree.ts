import { useEffect, useMemo, useRef, useState } from 'react';
import type { RecoverEntry } from '../../../src-shared/contract/recover-calls.ts';
import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import { useBridge } from '../../bridge/bridge-context.ts';
import { invoke } from '../../bridge/invoke.ts';
import { useKept } from '../../components/use-kept.ts';
import { entriesPerStep, treeRows } from './tree-rows.ts';

interface TreeState {
  readonly entries: ReadonlyMap<string, readonly RecoverEntry[]>;
  readonly truncated: ReadonlySet<string>;
  readonly open: ReadonlySet<string>;
  readonly shown: ReadonlyMap<string, number>;
}

const emptyTree: TreeState = { entries: new Map(), truncated: new Set(), open: new Set(), shown: new Map() };

/** Folders of an opened recovery point, loaded as they are opened. What was open stays open through page changes. */
export function useRecoveryTree(sessionId: string) {
  const bridge = useBridge();
  const [tree, setTree] = useKept(`recover.tree.${sessionId}`, () => emptyTree);
  const [loading, setLoading] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<AppErrorData>();

  const load = async (path: string) => {
    setLoading((before) => new Set(before).add(path));
    setError(undefined);
    try {
      const { entries, truncated } = await invoke(bridge, 'recover.browse', { sessionId, path });
      setTree((before) => ({
        ...before,
        entries: new Map(before.entries).set(path, entries),
        truncated: truncated ? new Set(before.truncated).add(path) : before.truncated,
      }));
    } catch (cause) {
      setError(cause as AppErrorData);
    } finally {
      setLoading((before) => new Set([...before].filter((other) => other !== path)));
    }
  };

  const hasAsked = useRef(false);
  useEffect(() => {
    if (hasAsked.current || tree.entries.has('')) return;
    hasAsked.current = true;
    void load('');
  });

  const setOpen = (path: string, isOpen: boolean) => {
    setTree((before) => {
      const open = new Set(before.open);
      if (isOpen) open.add(path);
      else open.delete(path);
      return { ...before, open };
    });
    if (isOpen && !tree.entries.has(path)) void load(path);
  };
  const showMore = (folder: string) =>
    setTree((before) => ({
      ...before,
      shown: new Map(before.shown).set(folder, (before.shown.get(folder) ?? entriesPerStep) + entriesPerStep),
    }));

  const rows = useMemo(() => treeRows(tree.entries, tree.open, tree.shown), [tree]);
  return {
    entries: tree.entries,
    truncated: tree.truncated,
    open: tree.open,
    rows,
    loading,
    error,
    setOpen,
    showMore,
    loadAgain: () => void load(''),
  };
}

export type RecoveryTreeState = ReturnType<typeof useRecoveryTree>;

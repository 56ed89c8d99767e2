import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { FileEntry } from '../../../src-shared/contract/app-calls.ts';
import type { CallOutput } from '../../../src-shared/contract/calls.ts';
import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import { useBridge } from '../../bridge/bridge-context.ts';
import { invoke } from '../../bridge/invoke.ts';

type Listing = CallOutput<'files.list'>;

/** A visible row of the tree. */
export type TreeRow =
  | {
      readonly kind: 'entry';
      readonly entry: FileEntry;
      readonly level: number;
      readonly position: number;
      readonly siblings: number;
      readonly parent: string | undefined;
    }
  | {
      /** In the place of children that are on the way, could not be read, are none, or are too many to show. */
      readonly kind: 'note';
      readonly id: string;
      readonly note: 'reading' | 'unreadable' | 'empty' | 'truncated';
      readonly level: number;
      readonly parent: string | undefined;
    };

export interface ItemTree {
  readonly rows: readonly TreeRow[];
  readonly openPaths: readonly string[];
  readonly setOpen: (path: string, isOpen: boolean) => void;
  readonly childrenOf: (path: string) => readonly string[];
  /** What a path is; undefined for one that was not read. */
  readonly kindOf: (path: string) => 'file' | 'folder' | undefined;
  /** Why the volumes themselves could not be listed. */
  readonly error: AppErrorData | undefined;
}

interface Answer {
  readonly data: Listing | undefined;
  readonly error: AppErrorData | null;
}

function noteOf(answer: Answer | undefined): 'reading' | 'unreadable' | 'empty' | undefined {
  if (answer?.error) return 'unreadable';
  if (answer?.data === undefined) return 'reading';
  return answer.data.entries.length === 0 ? 'empty' : undefined;
}

/** Rows below a path, depth first; only opened folders are gone into. */
function rowsBelow(
  path: string,
  level: number,
  answers: ReadonlyMap<string, Answer>,
  openPaths: readonly string[],
): readonly TreeRow[] {
  const answer = answers.get(path);
  const parent = path === '' ? undefined : path;
  const note = noteOf(answer);
  if (note !== undefined) return [{ kind: 'note', id: `${path}\u0000note`, note, level, parent }];
  const entries = answer?.data?.entries ?? [];
  const rows = entries.flatMap((entry, index): readonly TreeRow[] => [
    { kind: 'entry', entry, level, position: index + 1, siblings: entries.length, parent },
    ...(openPaths.includes(entry.path) ? rowsBelow(entry.path, level + 1, answers, openPaths) : []),
  ]);
  return answer?.data?.truncated === true
    ? [...rows, { kind: 'note', id: `${path}\u0000more`, note: 'truncated', level, parent }]
    : rows;
}

/** Volumes, folders and files of this computer; a folder is read when it is opened. */
export function useItemTree(): ItemTree {
  const bridge = useBridge();
  const [openPaths, setOpenPaths] = useState<readonly string[]>([]);
  const paths = ['', ...openPaths];
  const results = useQueries({
    queries: paths.map((path) => {
      const input = path === '' ? {} : { path };
      return { queryKey: ['files.list', input], queryFn: () => invoke(bridge, 'files.list', input) };
    }),
  });
  const answers = new Map(
    paths.map((path, index) => [
      path,
      { data: results[index]?.data, error: (results[index]?.error ?? null) as AppErrorData | null },
    ]),
  );
  const kindOf = (path: string) => {
    const entries = [...answers.values()].flatMap(({ data }) => data?.entries ?? []);
    const kind = entries.find((entry) => entry.path === path)?.kind;
    if (kind === undefined) return undefined;
    return kind === 'volume' || kind === 'folder' ? 'folder' : 'file';
  };
  return {
    kindOf,
    rows: rowsBelow('', 1, answers, openPaths),
    openPaths,
    setOpen: (path, isOpen) =>
      setOpenPaths((known) =>
        isOpen ? [...new Set([...known, path])] : known.filter((each) => each !== path),
      ),
    childrenOf: (path) => answers.get(path)?.data?.entries.map((entry) => entry.path) ?? [],
    error: answers.get('')?.error ?? undefined,
  };
}

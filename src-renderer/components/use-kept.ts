import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';

interface Cell {
  value: unknown;
  readonly listeners: Set<() => void>;
}

/** One set of cells per running app; a test with its own query client starts empty. */
const cellsByApp = new WeakMap<QueryClient, Map<string, Cell>>();

function cellOf(app: QueryClient, key: string, initial: () => unknown): Cell {
  const cells = cellsByApp.get(app) ?? new Map<string, Cell>();
  cellsByApp.set(app, cells);
  const cell = cells.get(key) ?? { value: initial(), listeners: new Set() };
  cells.set(key, cell);
  return cell;
}

/**
 * State that outlives its component: what was typed is still there after another page was opened, or after a failure.
 * Lives in memory only; never for secrets.
 * @param key names the state in the whole app, with the job's id in it where it belongs to a job
 */
export function useKept<Value>(
  key: string,
  initial: () => Value,
): readonly [Value, (next: Value | ((before: Value) => Value)) => void] {
  const app = useQueryClient();
  const cell = cellOf(app, key, initial);
  const subscribe = useCallback(
    (listener: () => void) => {
      cell.listeners.add(listener);
      return () => cell.listeners.delete(listener);
    },
    [cell],
  );
  // A key is used with one type only, by the component that owns it.
  const value = useSyncExternalStore(subscribe, () => cell.value) as Value;
  const change = useCallback(
    (next: Value | ((before: Value) => Value)) => {
      cell.value =
        typeof next === 'function' ? (next as (before: Value) => Value)(cell.value as Value) : next;
      for (const listener of cell.listeners) listener();
    },
    [cell],
  );
  return [value, change];
}

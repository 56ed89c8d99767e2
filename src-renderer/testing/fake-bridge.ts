import { type Bridge, createBridge } from '../../src-shared/contract/bridge.ts';
import { type CallInput, type CallName, type CallOutput, calls } from '../../src-shared/contract/calls.ts';
import { type EventName, type EventPayload, events } from '../../src-shared/contract/events.ts';
import type { AppErrorData } from '../../src-shared/errors/app-error.ts';
import { failed, succeeded } from '../../src-shared/result.ts';

/** Handler of one call in the fake; throws `AppErrorData` (a plain object) to fail as the main process would. */
export type FakeHandlers = {
  [Name in CallName]?: (input: CallInput<Name>) => CallOutput<Name> | Promise<CallOutput<Name>>;
};

export interface FakeBridge {
  readonly bridge: Bridge;
  /** Replaces or adds handlers. */
  readonly on: (handlers: FakeHandlers) => void;
  /** Sends an event to the page; the payload is checked against the contract. */
  readonly emit: <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void;
  /** Every call so far, in order, with its input. */
  readonly calls: readonly { readonly name: CallName; readonly input: unknown }[];
}

function isErrorData(cause: unknown): cause is AppErrorData {
  return typeof cause === 'object' && cause !== null && 'code' in cause && 'kind' in cause;
}

/**
 * In-memory bridge for component tests and the development page. It checks inputs, outputs and events against the contract, so
 * that a page cannot pass here with what the router would refuse. A call without handler fails loudly.
 */
export function createFakeBridge(handlers: FakeHandlers = {}): FakeBridge {
  const current: Record<string, ((input: never) => unknown) | undefined> = { ...handlers };
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const made: { name: CallName; input: unknown }[] = [];

  async function invoke(name: string, input: unknown): Promise<unknown> {
    const definition = calls[name as CallName];
    made.push({ name: name as CallName, input });
    const checked = definition.input.safeParse(input);
    if (!checked.success) throw new Error(`${name} was called with wrong input: ${checked.error.message}`);
    const handler = current[name];
    if (handler === undefined) throw new Error(`The fake bridge has no handler for ${name}`);
    try {
      const output = await handler(checked.data as never);
      return succeeded(definition.output.parse(output));
    } catch (cause) {
      if (isErrorData(cause)) return failed(cause);
      throw cause;
    }
  }

  function subscribe(name: string, listener: (payload: unknown) => void): () => void {
    const group = listeners.get(name) ?? new Set();
    listeners.set(name, group.add(listener));
    return () => group.delete(listener);
  }

  return {
    bridge: createBridge(
      { invoke, subscribe },
      Object.keys(calls) as CallName[],
      Object.keys(events) as EventName[],
    ),
    on: (more) => Object.assign(current, more),
    emit: (name, payload) => {
      const checked = events[name].parse(payload);
      for (const listener of listeners.get(name) ?? []) listener(checked);
    },
    calls: made,
  };
}

import type { Result } from '../result.ts';
import type { CallInput, CallName, CallOutput } from './calls.ts';
import type { EventName, EventPayload } from './events.ts';

type GroupOf<Name extends string> = Name extends `${infer Group}.${string}` ? Group : never;
type VerbOf<Name extends string, Group extends string> = Name extends `${Group}.${infer Verb}` ? Verb : never;

/** What the page sees as `window.offlineBackup`: frozen, named functions grouped by page. No generic send. */
export type Bridge = {
  readonly [Group in GroupOf<CallName>]: {
    readonly [Verb in VerbOf<CallName, Group>]: `${Group}.${Verb}` extends infer Name extends CallName
      ? (input: CallInput<Name>) => Promise<Result<CallOutput<Name>>>
      : never;
  };
} & {
  readonly events: {
    readonly [Name in EventName]: (listener: (payload: EventPayload<Name>) => void) => () => void;
  };
};

/** What a host offers the preload: one request pipe and one event pipe. */
export interface BridgeTransport {
  invoke(channel: string, input: unknown): Promise<unknown>;
  subscribe(channel: string, listener: (payload: unknown) => void): () => void;
}

/**
 * Builds the frozen bridge from the lists of channel names; the same code serves the Electron preload and the browser host.
 * @param callNames every call of the contract
 * @param eventNames every event of the contract
 */
export function createBridge(
  transport: BridgeTransport,
  callNames: readonly CallName[],
  eventNames: readonly EventName[],
): Bridge {
  const groups: Record<string, Record<string, unknown>> = { events: {} };
  for (const name of callNames) {
    const [group = '', verb = ''] = name.split('.');
    groups[group] ??= {};
    groups[group][verb] = (input: unknown) => transport.invoke(name, input);
  }
  for (const name of eventNames) {
    const eventFunctions = groups.events ?? {};
    eventFunctions[name] = (listener: (payload: unknown) => void) => transport.subscribe(name, listener);
  }
  for (const group of Object.values(groups)) Object.freeze(group);
  // The assertion is safe because the lists hold every name of the contract, which a test checks.
  return Object.freeze(groups) as unknown as Bridge;
}

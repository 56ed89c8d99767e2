/**
 * @file Runs in the page of the browser host before any script of the page. Takes the raw binding into a closure, removes it from `window`
 * and offers the same frozen bridge as the Electron preload. Bundled into one classic script.
 */
import { createBridge } from '../../../src-shared/contract/bridge.ts';
import { callNames, eventNames } from '../../../src-shared/contract/channels.ts';
import { bindingName, bridgeName, receiverName } from './binding-names.ts';

type FromHost =
  | { readonly id: number; readonly answer: unknown }
  | { readonly event: string; readonly payload: unknown };

const page = globalThis as unknown as Record<string, unknown>;
const send = page[bindingName] as (text: string) => void;
delete page[bindingName];

const waiting = new Map<number, (answer: unknown) => void>();
const listeners = new Map<string, Set<(payload: unknown) => void>>();
let lastId = 0;

const receive = (text: string): void => {
  const message = JSON.parse(text) as FromHost;
  if ('id' in message) {
    waiting.get(message.id)?.(message.answer);
    waiting.delete(message.id);
    return;
  }
  for (const listener of listeners.get(message.event) ?? []) listener(message.payload);
};

const bridge = createBridge(
  {
    invoke: (channel, input) =>
      new Promise((resolve) => {
        lastId += 1;
        waiting.set(lastId, resolve);
        send(JSON.stringify({ id: lastId, channel, input }));
      }),
    subscribe: (channel, listener) => {
      const group = listeners.get(channel) ?? new Set();
      listeners.set(channel, group.add(listener));
      return () => group.delete(listener);
    },
  },
  callNames,
  eventNames,
);

Object.defineProperty(page, receiverName, { value: receive, enumerable: false });
Object.defineProperty(page, bridgeName, { value: bridge, enumerable: true });

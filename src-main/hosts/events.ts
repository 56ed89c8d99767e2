import type { EventName, EventPayload } from '../../src-shared/contract/events.ts';
import type { EventListener } from './application.ts';

/** Fan-out of events to however many pages listen. */
export interface EventHub {
  emit<Name extends EventName>(name: Name, payload: EventPayload<Name>): void;
  subscribe(listener: EventListener): () => void;
}

export function createEventHub(): EventHub {
  const listeners = new Set<EventListener>();
  return {
    emit(name, payload) {
      for (const listener of listeners) listener(name, payload);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** @file DevTools protocol over the pipe (file descriptors 3 and 4): no listening port, nobody else can connect. */
import type { Readable, Writable } from 'node:stream';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

export type DevtoolsListener = (
  params: Readonly<Record<string, unknown>>,
  sessionId: string | undefined,
) => void;

export interface DevtoolsPipe {
  /** Sends a command and resolves with its result; rejects when the browser refuses it or goes away. */
  send(method: string, params?: object, sessionId?: string): Promise<unknown>;
  on(method: string, listener: DevtoolsListener): void;
}

/** Longest message we collect; a browser that sends more is not one we started. */
const maximumMessageCharacters = 64 * 1024 * 1024;

/**
 * Speaks the protocol: JSON texts ended by NUL bytes.
 * @param input what we write, the browser's descriptor 3
 * @param output what we read, the browser's descriptor 4
 */
export function createDevtoolsPipe(input: Writable, output: Readable): DevtoolsPipe {
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, DevtoolsListener[]>();
  let lastId = 0;
  let pieces: string[] = [];
  let collected = 0;
  let closed: Error | undefined;

  function receive(text: string): void {
    const message = JSON.parse(text) as Message;
    if (message.id !== undefined) {
      const waiter = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error === undefined) waiter?.resolve(message.result);
      else waiter?.reject(new Error(message.error.message));
    } else if (message.method !== undefined) {
      for (const listener of listeners.get(message.method) ?? [])
        listener(message.params ?? {}, message.sessionId);
    }
  }

  function close(error: Error): void {
    closed ??= error;
    for (const { reject } of waiting.values()) reject(closed);
    waiting.clear();
  }

  output.setEncoding('utf8');
  output.on('data', (chunk: string) => {
    const parts = chunk.split('\0');
    const rest = parts.pop() ?? '';
    for (const part of parts) {
      receive(pieces.join('') + part);
      pieces = [];
      collected = 0;
    }
    pieces.push(rest);
    collected += rest.length;
    if (collected > maximumMessageCharacters) close(new Error('DevTools message too long'));
  });
  output.on('close', () => close(new Error('The browser closed its DevTools pipe')));
  output.on('error', close);
  // A write to a browser that has gone fails here; the waiting calls are rejected by the closing pipe.
  input.on('error', close);

  return {
    send(method, params = {}, sessionId) {
      if (closed !== undefined) return Promise.reject(closed);
      lastId += 1;
      const id = lastId;
      const text = JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) });
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        input.write(`${text}\0`);
      });
    },
    on(method, listener) {
      listeners.set(method, [...(listeners.get(method) ?? []), listener]);
    },
  };
}

/** @file Protocol between the browser host and its preload, apart from how the texts travel. */
import { z } from 'zod';
import type { SenderFrame } from '../../ipc/origin.ts';
import type { Application } from '../application.ts';

const requestSchema = z.strictObject({ id: z.int().min(1), channel: z.string().max(64), input: z.unknown() });

export interface PageChannel {
  /** Handles one text that the page's binding sent. */
  receive(text: string, frame: SenderFrame): Promise<void>;
  /** Ends the event subscription. */
  close(): void;
}

/**
 * Connects the application to a page.
 * @param deliver brings a text to the page's receiver; its failure means the page is gone and is ignored by the caller
 */
export function createPageChannel(
  application: Application,
  deliver: (text: string) => Promise<void>,
): PageChannel {
  const close = application.onEvent((event, payload) => {
    // A page that is just navigating or closing misses events; it asks for the whole state when it loads.
    deliver(JSON.stringify({ event, payload })).catch(() => undefined);
  });
  return {
    async receive(text, frame) {
      let raw: unknown;
      try {
        raw = JSON.parse(text);
      } catch {
        return;
      }
      const request = requestSchema.safeParse(raw);
      if (!request.success) return;
      const { id, channel, input } = request.data;
      const answer = await application.dispatch(channel, input, frame);
      await deliver(JSON.stringify({ id, answer })).catch(() => undefined);
    },
    close,
  };
}

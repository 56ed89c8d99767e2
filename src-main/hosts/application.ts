import type { EventName, EventPayload } from '../../src-shared/contract/events.ts';
import type { Result } from '../../src-shared/result.ts';
import type { SenderFrame } from '../ipc/origin.ts';
import type { StartWords } from './start-requests.ts';

export type EventListener = <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void;

/** What a host sees of the composed program: one way in, one way out, one end. */
export interface Application {
  dispatch(channel: unknown, input: unknown, frame: SenderFrame | undefined): Promise<Result<unknown>>;
  /** @returns a function that ends the subscription */
  onEvent(listener: EventListener): () => void;
  /** The wizard was started once more while this one runs: its window goes where the arguments point. */
  startAgain(start: StartWords): void;
  /** Resolves once, when the operator chose Quit in the page. */
  readonly quitRequested: Promise<void>;
  /** Stops long work at a safe point, closes records; long work resumes at the next start. */
  close(): Promise<void>;
}

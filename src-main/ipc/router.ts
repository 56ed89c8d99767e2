import { type CallName, calls, type Handlers } from '../../src-shared/contract/calls.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { failed, type Result, succeeded } from '../../src-shared/result.ts';
import { toAppError } from '../platform/node/unexpected-error.ts';
import type { Log } from '../platform/ports/log.ts';
import { describeArguments } from './describe-arguments.ts';
import { type AppOrigin, isTrustedFrame, type SenderFrame } from './origin.ts';

/** Longest input as JSON. The largest honest one is a draft with a thousand items of long paths. */
export const maximumInputCharacters = 4 * 1024 * 1024;

export interface Router {
  /**
   * Answers one call. Never throws: whatever happens comes back as a `Result`.
   * @param channel name of the call as the transport received it
   * @param input whatever the page sent
   * @param frame who sent it, as the host knows it
   */
  dispatch(channel: unknown, input: unknown, frame: SenderFrame | undefined): Promise<Result<unknown>>;
}

function isCallName(channel: unknown): channel is CallName {
  return typeof channel === 'string' && Object.hasOwn(calls, channel);
}

/** Length as JSON, or undefined for what JSON cannot carry (cycles, BigInt), which no page sends. */
function jsonLength(input: unknown): number | undefined {
  try {
    return JSON.stringify(input)?.length ?? 0;
  } catch {
    return undefined;
  }
}

function inputError(
  channel: CallName,
  issues: readonly { path: PropertyKey[]; message: string }[],
): AppError {
  const [first] = issues;
  const field = first?.path.map(String).join('.') ?? '';
  return new AppError({
    kind: 'user',
    code: 'ipc.invalidInput',
    params: { channel, rule: first?.message ?? '' },
    ...(field === '' ? {} : { field: field.slice(0, 128) }),
  });
}

/**
 * The gate in front of every service: trusted top frame, known channel, sane size, strict schema; then the handler; then the answer is
 * parsed too, so that nothing leaves that the contract does not name.
 */
export function createRouter(options: {
  readonly handlers: Handlers;
  readonly origin: AppOrigin;
  readonly log: Log;
}): Router {
  const { handlers, origin, log } = options;

  async function answer(channel: CallName, input: unknown): Promise<unknown> {
    const parsed = calls[channel].input.safeParse(input);
    if (!parsed.success) throw inputError(channel, parsed.error.issues);
    log.info({ channel, input: describeArguments(parsed.data) }, 'call');
    // The handler map is typed per channel; the compiler cannot follow the union, the parse above has checked it.
    const handler = handlers[channel] as (parsedInput: unknown) => Promise<unknown>;
    return calls[channel].output.parse(await handler(parsed.data));
  }

  function toFailure(channel: string, error: unknown): Result<never> {
    const known = toAppError(error, log);
    const { code, params, details } = known;
    log.warn({ channel, code, params, details }, 'call failed');
    return failed(known.toData());
  }

  return {
    async dispatch(channel, input, frame) {
      const name = String(channel).slice(0, 64);
      try {
        if (!isTrustedFrame(frame, origin)) {
          log.warn({ channel: name, url: frame?.url.slice(0, 200) }, 'call from an untrusted frame refused');
          throw new AppError({ kind: 'internal', code: 'ipc.untrustedSender' });
        }
        if (!isCallName(channel)) {
          throw new AppError({ kind: 'internal', code: 'ipc.unknownChannel', params: { channel: name } });
        }
        const length = jsonLength(input);
        if (length === undefined || length > maximumInputCharacters) {
          throw new AppError({ kind: 'user', code: 'ipc.tooLarge', params: { channel: name } });
        }
        return succeeded(await answer(channel, input));
      } catch (error) {
        return toFailure(name, error);
      }
    },
  };
}

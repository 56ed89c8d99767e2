import type { Bridge } from '../../src-shared/contract/bridge.ts';
import type { CallInput, CallName, CallOutput } from '../../src-shared/contract/calls.ts';
import type { AppErrorData } from '../../src-shared/errors/app-error.ts';
import type { Result } from '../../src-shared/result.ts';

type AnyCall = (input: unknown) => Promise<Result<unknown>>;

/** What a call that never got an answer turns into: the transport broke, which no operator can cause. */
function unexpected(cause: unknown): AppErrorData {
  return {
    kind: 'internal',
    code: 'internal.unexpected',
    params: { incidentId: 'bridge' },
    retry: 'same-call',
    details: String(cause),
  };
}

/**
 * Calls the main process and unwraps the `Result`.
 * @throws AppErrorData (a plain object, as the page shows it), never anything else
 */
export async function invoke<Name extends CallName>(
  bridge: Bridge,
  name: Name,
  input: CallInput<Name>,
): Promise<CallOutput<Name>> {
  const [group = '', verb = ''] = name.split('.');
  // Group and verb come from a name of the contract, so the function is there and fits the input.
  const groups = bridge as unknown as Record<string, Record<string, AnyCall>>;
  let result: Result<unknown>;
  try {
    const call = groups[group]?.[verb];
    if (call === undefined) throw new Error(`The bridge has no ${name}`);
    result = await call(input);
  } catch (cause) {
    throw unexpected(cause);
  }
  if (!result.ok) throw result.error;
  return result.value as CallOutput<Name>;
}

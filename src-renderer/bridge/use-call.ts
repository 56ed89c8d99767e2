import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { CallInput, CallName, CallOutput } from '../../src-shared/contract/calls.ts';
import type { AppErrorData } from '../../src-shared/errors/app-error.ts';
import { useBridge } from './bridge-context.ts';
import { rememberAnswer } from './cache.ts';
import { invoke } from './invoke.ts';

export interface CallOptions<Output> {
  /** False keeps the call back until its input is known. */
  readonly enabled?: boolean;
  /** Asks again while the page is open; a function may stop asking by answering `false`. */
  readonly refetchIntervalMilliseconds?: number | ((data: Output | undefined) => number | false);
  /** Keeps the last answer on screen while another input is asked for. */
  readonly keepPrevious?: boolean;
}

/**
 * Reads from the main process; cached by name and input, refreshed by events (`useBridgeEvents`).
 * `error` is the `AppErrorData` to hand to `ErrorPanel`.
 */
export function useCall<Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
  options: CallOptions<CallOutput<Name>> = {},
): UseQueryResult<CallOutput<Name>, AppErrorData> {
  const bridge = useBridge();
  const interval = options.refetchIntervalMilliseconds;
  return useQuery<CallOutput<Name>, AppErrorData>({
    queryKey: [name, input],
    queryFn: () => invoke(bridge, name, input),
    enabled: options.enabled ?? true,
    ...(interval === undefined
      ? {}
      : {
          refetchInterval:
            typeof interval === 'number'
              ? interval
              : (query) => interval(query.state.data as CallOutput<Name>),
        }),
    ...(options.keepPrevious ? { placeholderData: (previous: unknown) => previous as never } : {}),
  });
}

/**
 * Asks the main process to do something: `mutate(input)` or `mutateAsync(input)`. A job in the answer goes into the cache at
 * once. `error` is the `AppErrorData` to hand to `ErrorPanel`; `reset()` dismisses it.
 */
export function useCallMutation<Name extends CallName>(
  name: Name,
  options: { readonly onSuccess?: (output: CallOutput<Name>, input: CallInput<Name>) => void } = {},
): UseMutationResult<CallOutput<Name>, AppErrorData, CallInput<Name>> {
  const bridge = useBridge();
  const queryClient = useQueryClient();
  return useMutation<CallOutput<Name>, AppErrorData, CallInput<Name>>({
    mutationKey: [name],
    mutationFn: (input) => invoke(bridge, name, input),
    onSuccess: (output, input) => {
      rememberAnswer(queryClient, name, output);
      options.onSuccess?.(output, input);
    },
  });
}

import type { z } from 'zod';
import { appCalls } from './app-calls.ts';
import type { CallMap } from './define.ts';
import { initiateCalls } from './initiate-calls.ts';
import { jobsCalls } from './jobs-calls.ts';
import { monitorCalls } from './monitor-calls.ts';
import { opaqueCalls } from './opaque-calls.ts';
import { prepareDisksCalls } from './prepare-disks-calls.ts';
import { recoverCalls } from './recover-calls.ts';
import { shippingCalls } from './shipping-calls.ts';

/** The whole contract: one strict schema pair per call. Types on both sides are inferred from here and nowhere else. */
export const calls = {
  ...appCalls,
  ...jobsCalls,
  ...initiateCalls,
  ...prepareDisksCalls,
  ...opaqueCalls,
  ...shippingCalls,
  ...monitorCalls,
  ...recoverCalls,
} as const satisfies CallMap;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type CallInput<Name extends CallName> = z.infer<Calls[Name]['input']>;
export type CallOutput<Name extends CallName> = z.infer<Calls[Name]['output']>;

/** Handlers of a group of calls; a missing or surplus one is a compile error. */
export type HandlersOf<Group extends Partial<Record<CallName, unknown>>> = {
  readonly [Name in keyof Group & CallName]: (input: CallInput<Name>) => Promise<CallOutput<Name>>;
};
export type Handlers = HandlersOf<Calls>;

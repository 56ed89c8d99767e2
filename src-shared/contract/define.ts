import type { z } from 'zod';

/** One call over the bridge: the schema of its single object input and of its answer. */
export interface CallDefinition<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly input: Input;
  readonly output: Output;
}

/** Declares a call. Inputs are `z.strictObject`, so that an unknown key is refused, not ignored. */
export function call<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): CallDefinition<Input, Output> {
  return { input, output };
}

export type CallMap = Readonly<Record<string, CallDefinition>>;

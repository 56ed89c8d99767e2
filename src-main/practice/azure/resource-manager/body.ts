import type { z } from 'zod';
import type { PracticeRequest } from '../../ports.ts';
import { ArmRefusal } from './arm-refusal.ts';

/**
 * Reads a JSON body by its model. Members that the model does not know are dropped, as the services do.
 * @throws ArmRefusal `InvalidRequestContent` with one detail per broken field
 */
export function readBody<Value>(request: PracticeRequest, schema: z.ZodType<Value>): Value {
  let body: unknown;
  try {
    body = JSON.parse(request.body);
  } catch {
    throw new ArmRefusal(400, 'InvalidRequestContent', 'The request content is not valid JSON.');
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.map((issue) => ({
    code: 'InvalidParameter',
    target: issue.path.join('.'),
    message: issue.message,
  }));
  const [first] = details;
  throw new ArmRefusal(
    400,
    'InvalidRequestContent',
    `The request content was invalid: '${first?.target}': ${first?.message}`,
    { ...(first === undefined ? {} : { target: first.target }), details },
  );
}

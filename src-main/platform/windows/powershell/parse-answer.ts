import { z } from 'zod';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { redactText } from '../../node/redact.ts';
import type { Script } from './define-script.ts';

/** What a script says of its failure. Only `id`, `category` and the numbers are ever compared; `message` is in the system's language. */
export const scriptFailureSchema = z.strictObject({
  id: z.string(),
  category: z.string(),
  /** HRESULT of the exception, as a signed 32-bit number. */
  result: z.int(),
  /** Status of a CIM call; empty when the failure was none. */
  status: z.string(),
  line: z.int(),
  message: z.string(),
});
export type ScriptFailure = Readonly<z.infer<typeof scriptFailureSchema>>;

const envelopeSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), failure: scriptFailureSchema }),
]);

/** Thrown for what a script itself reported; adapters turn it into the AppError of their step. */
export class ScriptRefusal extends Error {
  readonly script: string;
  readonly failure: ScriptFailure;

  constructor(script: string, failure: ScriptFailure) {
    super(`${script}: ${failure.id}`);
    this.name = 'ScriptRefusal';
    this.script = script;
    this.failure = failure;
  }
}

function unreadable(script: string, details: string, cause?: unknown): AppError {
  return new AppError({
    kind: 'environment',
    code: 'windows.answerUnreadable',
    params: { script },
    details: redactText(details),
    retry: 'same-call',
    cause,
  });
}

/**
 * Reads the last line that a script wrote. A byte order mark, Windows line ends and lines before it do no harm.
 * @throws AppError `windows.answerUnreadable`, whose details name paths and rules, never values; ScriptRefusal
 */
export function parseAnswer<Answer>(script: Script<Answer>, output: string): Answer {
  const lines = output.split('\n');
  // Trimming takes off carriage returns and a byte order mark too.
  const line = lines.map((text) => text.trim()).findLast((text) => text !== '') ?? '';
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    throw unreadable(script.name, `no JSON in ${output.length} characters`, error);
  }
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) throw unreadable(script.name, issuesOf(envelope.error));
  if (!envelope.data.ok) throw new ScriptRefusal(script.name, envelope.data.failure);
  const answer = script.answer.safeParse(envelope.data.value);
  if (!answer.success) throw unreadable(script.name, issuesOf(answer.error));
  return answer.data;
}

/** Where an answer breaks which rule; its values stay out, since one of them may be a recovery password. */
function issuesOf(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, code }) => `${path.join('.')}: ${code}`)
    .join('\n');
}

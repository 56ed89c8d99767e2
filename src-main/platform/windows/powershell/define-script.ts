import type { z } from 'zod';
import { diskFunctions } from '../scripts/disk-functions.ts';
import { epilogue, prelude } from '../scripts/prelude.ts';
import { volumeFunctions } from '../scripts/volume-functions.ts';
import { neededFunctions } from './needed-functions.ts';

/** A constant PowerShell script: request as JSON on standard input, one line of JSON as the answer. */
export interface Script<Answer> {
  readonly name: string;
  /** The whole text, which starts with a line that names it. */
  readonly text: string;
  readonly answer: z.ZodType<Answer>;
  readonly timeoutMilliseconds: number;
}

/** @param body functions, among them `Invoke-Work`, which takes the request and returns the answer. Shared functions are added. */
export function defineScript<Answer>(parts: {
  readonly name: string;
  readonly body: string;
  readonly answer: z.ZodType<Answer>;
  readonly timeoutMilliseconds: number;
}): Script<Answer> {
  const { name, body, answer, timeoutMilliseconds } = parts;
  const shared = neededFunctions(diskFunctions + volumeFunctions, body);
  const whole = `# offline-backup-wizard ${name}\n${prelude}${shared}${body}${epilogue}`;
  // Without indentation: Windows ends a command line at 32,767 characters, and the encoding makes 2.7 of each.
  return { name, text: whole.replace(/^ +/gm, ''), answer, timeoutMilliseconds };
}

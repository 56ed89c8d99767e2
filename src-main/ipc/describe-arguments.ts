import { redact } from '../platform/node/redact.ts';

const maximumCharacters = 500;

/**
 * One-line description of a call's input for the log: secrets masked by member name and by shape, cut to 500 characters
 * (anchors 3).
 */
export function describeArguments(input: unknown): string {
  const text = JSON.stringify(redact(input));
  return text.length <= maximumCharacters ? text : `${text.slice(0, maximumCharacters)}...`;
}

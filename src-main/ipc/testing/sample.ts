/** @file Makes the smallest valid value of a contract schema, so that the contract test reaches every channel without a list by hand. */
import { z } from 'zod';

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly format?: string;
  readonly pattern?: string;
}

const formats: Readonly<Record<string, string>> = {
  uuid: '0b7f3f4e-6f0c-4a5b-9a54-0d9a3f1c2b7d',
  'date-time': '2026-11-21T12:00:00.000Z',
  date: '2026-11-21',
};

/** A text for each pattern of the contract, found by trying: a new pattern needs a new entry here, and the test says so. */
const patternSamples = ['0'.repeat(32), '0'.repeat(64), '0F'.repeat(16), 'E', '21:00', 'txt'];

function sampleText(schema: JsonSchema): string {
  const format = schema.format === undefined ? undefined : formats[schema.format];
  if (format !== undefined) return format;
  const { pattern } = schema;
  if (pattern !== undefined) {
    const sample = patternSamples.find((text) => new RegExp(pattern).test(text));
    if (sample === undefined) throw new Error(`No sample text for the pattern ${pattern}`);
    return sample;
  }
  return 'x'.repeat(Math.max(1, schema.minLength ?? 1));
}

function sampleNumber(schema: JsonSchema): number {
  const minimum = schema.minimum ?? 0;
  const step = schema.multipleOf ?? 1;
  return Math.ceil(minimum / step) * step;
}

function sampleOfJsonSchema(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf !== undefined) return sampleOfJsonSchema(schema.anyOf[0] ?? {});
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sampleOfJsonSchema(schema.properties?.[name] ?? {})]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOfJsonSchema(schema.items ?? {}));
    case 'string':
      return sampleText(schema);
    case 'integer':
    case 'number':
      return sampleNumber(schema);
    case 'boolean':
      return false;
    default:
      throw new Error(`No sample for ${JSON.stringify(schema)}`);
  }
}

/** Smallest value that a schema accepts: required members only, shortest texts, least numbers. */
export function sampleOf(schema: z.ZodType): unknown {
  return sampleOfJsonSchema(z.toJSONSchema(schema) as JsonSchema);
}

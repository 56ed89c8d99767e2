import { z } from 'zod';

/** Windows PowerShell writes some arrays as an object of this shape, depending on how they came about. */
function isCountedList(value: unknown): value is { readonly value: unknown; readonly Count: number } {
  return typeof value === 'object' && value !== null && Object.keys(value).sort().join() === 'Count,value';
}

function toList(value: unknown): unknown {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value;
  return isCountedList(value) ? toList(value.value) : [value];
}

/** A list as `ConvertTo-Json` writes it: an array, nothing at all for none, the bare item for one, or `{value, Count}`. */
export function listOf<Item extends z.ZodType>(item: Item): z.ZodType<z.output<Item>[]> {
  return z.preprocess(toList, z.array(item).max(100_000));
}

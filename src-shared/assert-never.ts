/** Makes the compiler prove that a union was handled in full; reaching it at run time is a bug. */
export function assertNever(value: never, what: string): never {
  throw new Error(`Unhandled ${what}: ${JSON.stringify(value)}`);
}

/** Numbers of a version such as `0.18.0`, from what a program prints about itself. */
export function readVersion(printed: string): string | undefined {
  return /(?<![\d.])\d+\.\d+(?:\.\d+)?/.exec(printed)?.[0];
}

/** Is `version` at least `least`? Compared number by number: 0.9 is older than 0.18. */
export function isAtLeast(version: string, least: string): boolean {
  const [have, want] = [version, least].map((text) => text.split('.').map(Number));
  for (let index = 0; index < (want?.length ?? 0); index += 1) {
    const difference = (have?.[index] ?? 0) - (want?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
